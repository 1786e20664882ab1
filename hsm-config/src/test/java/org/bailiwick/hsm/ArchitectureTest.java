package org.bailiwick.hsm;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** The rules of this module (see the design's section 4). */
@AnalyzeClasses(packages = "org.bailiwick.hsm", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule bouncyCastleAndPicocliAreForTheCeremony = noClasses()
            .that()
            .resideOutsideOfPackage("org.bailiwick.hsm.ceremony")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bouncycastle..", "picocli..");

    @ArchTest
    static final ArchRule privateKeysStayInPkcs11 = noClasses()
            .that()
            .resideOutsideOfPackage("org.bailiwick.hsm.pkcs11")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(KeyStore.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(PrivateKey.class);

    @ArchTest
    static final ArchRule nobodyElseGetsAPrivateKey = methods()
            .that()
            .areDeclaredInClassesThat()
            .arePublic()
            .should()
            .notHaveRawReturnType(describe("a private key or a key store", ArchitectureTest::isSecret));

    @ArchTest
    static final ArchRule innerClassesOfTheJdkAreReachedByReflectionOnly =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("sun..", "com.sun..", "jdk..");

    @ArchTest
    static final ArchRule reflectionIsInOnePlace = noClasses()
            .that()
            .doNotHaveSimpleName("SunPkcs11")
            .should()
            .dependOnClassesThat(resideInAPackage("java.lang.reflect"));

    @ArchTest
    static final ArchRule providersAreNeverRegistered = noClasses()
            .should()
            .callMethod(Security.class, "addProvider", java.security.Provider.class)
            .orShould()
            .callMethod(Security.class, "insertProviderAt", java.security.Provider.class, int.class);

    @ArchTest
    static final ArchRule onlyTheJdkLogs =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.slf4j..", "java.util.logging..");

    @ArchTest
    static final ArchRule timeComesFromAClock = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto|Facade|Mapper)");

    @ArchTest
    static final ArchRule packagesAreNotLayers = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..impl..", "..dto..", "..service..", "..dao..", "..common..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.bailiwick.hsm.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theRootPackageKnowsNoOther = classes()
            .that()
            .resideInAPackage("org.bailiwick.hsm")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.bailiwick.hsm", "java..", "javax.security..", "org.jspecify..");

    @ArchTest
    static void everyPackageIsNullMarkedAndDescribed(JavaClasses classes) {
        JavaPackage root = classes.getPackage("org.bailiwick.hsm");
        assertThat(root.getSubpackagesInTree()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(tree -> assertThat(
                        tree.isAnnotatedWith(NullMarked.class))
                .as(tree.getName())
                .isTrue());
        assertThat(root.isAnnotatedWith(NullMarked.class)).isTrue();
    }

    private static boolean isSecret(JavaClass type) {
        return type.isAssignableTo(PrivateKey.class) || type.isAssignableTo(KeyStore.class);
    }
}
