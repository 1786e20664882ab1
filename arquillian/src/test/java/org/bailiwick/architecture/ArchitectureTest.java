package org.bailiwick.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** DESIGN §4. A rule that finds nothing to check fails (ArchUnit's default). */
@AnalyzeClasses(packages = "org.bailiwick", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final int MOST_COLLABORATORS = 5;

    @ArchTest
    static final ArchRule packagesAreNounsOfTheRfcsAndNotLayers = noClasses()
            .should()
            .resideInAnyPackage("..service..", "..dao..", "..impl..", "..dto..", "..util..", "..utils..", "..common..");

    @ArchTest
    static final ArchRule noClassIsNamedAfterALayer =
            noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Dto|Facade)$");

    @ArchTest
    static final ArchRule theTokenModuleKnowsNothingOfTheRest = noClasses()
            .that()
            .resideInAPackage("org.bailiwick.hsm..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.bailiwick..").and(not(resideInAPackage("org.bailiwick.hsm.."))));

    @ArchTest
    static final ArchRule theCoreKnowsNothingOfTheWeb = noClasses()
            .that()
            .resideOutsideOfPackages("org.bailiwick.web..", "org.bailiwick.admin.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bailiwick.web..", "org.bailiwick.admin.web..", "jakarta.faces..");

    /** What both web modules count their requests by is in one place. */
    @ArchTest
    static final ArchRule resourcesAreOfTheWeb = noClasses()
            .that()
            .resideOutsideOfPackages("org.bailiwick.web..", "org.bailiwick.admin.web..", "org.bailiwick.monitoring")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule theTwoWebModulesDoNotKnowEachOther = noClasses()
            .that()
            .resideInAPackage("org.bailiwick.web..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bailiwick.admin.web..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("org.bailiwick.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatIsDecidedWithoutIoIsPlainJava = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.bailiwick.acme",
                    "org.bailiwick.policy",
                    "org.bailiwick.validation",
                    "org.bailiwick.ca",
                    "org.bailiwick.cmp")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta..", "org.hibernate..", "org.infinispan..");

    /** It asks the DNS about whatever it does not take for an address. */
    @ArchTest
    static final ArchRule namesAndPoliciesAskNoNameService = noClasses()
            .that()
            .resideInAnyPackage("org.bailiwick.acme..", "org.bailiwick.policy..")
            .should()
            .callMethod(java.net.InetAddress.class, "getByName", String.class)
            .orShould()
            .callMethod(java.net.InetAddress.class, "getAllByName", String.class);

    @ArchTest
    static final ArchRule namesAndPoliciesNeedNoCryptography = noClasses()
            .that()
            .resideInAnyPackage("org.bailiwick.acme", "org.bailiwick.policy", "org.bailiwick.validation")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    /** And nothing of it in what these packages show (docs/adr/0041): others could not name it. */
    @ArchTest
    static final ArchRule certificatesAndMessagesAreEncodedInFewPlaces = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.bailiwick.ca",
                    "org.bailiwick.cmp",
                    "org.bailiwick.hsm.ceremony",
                    // keys of accounts, and the quick start's own certificate before there is a CA
                    "org.bailiwick.account",
                    "org.bailiwick.web.jws",
                    "org.bailiwick.quickstart")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule messagesComeOverNoWireHere = noClasses()
            .that()
            .resideInAPackage("org.bailiwick.cmp")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net..", "java.sql..", "org.bailiwick.config..", "org.bailiwick.authority..");

    /** Relayed requests are CMP where they come in and where they go out; in between they are what every request is. */
    @ArchTest
    static final ArchRule messagesAreReadAtTheBordersOnly = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.bailiwick.cmp",
                    "org.bailiwick.ra.exchange",
                    "org.bailiwick.upstream.cmp",
                    "org.bailiwick.web.pki")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bailiwick.cmp");

    @ArchTest
    static final ArchRule privateKeysStayInTheToken = noClasses()
            .that()
            .resideOutsideOfPackages("org.bailiwick.hsm.pkcs11", "org.bailiwick.server", "org.bailiwick.quickstart")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.PrivateKey")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.KeyStore");

    @ArchTest
    static final ArchRule providersArePassedAndNeverRegistered =
            noClasses().should().callMethod(java.security.Security.class, "addProvider", java.security.Provider.class);

    @ArchTest
    static final ArchRule theWebReachesTheDatabaseThroughServicesOnly = noClasses()
            .that()
            .resideInAnyPackage("org.bailiwick.web..", "org.bailiwick.admin.web..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("jakarta.persistence.EntityManager");

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .that()
            .areNotAssignableTo(ArchitectureTest.class)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDateTime.class, "now")
            .orShould()
            .callMethod(java.time.ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule entitiesHaveNoSetters =
            classes().that().areAnnotatedWith(Entity.class).should(haveNoSetter());

    @ArchTest
    static final ArchRule fewCollaborators = classes()
            .that()
            .containAnyFieldsThat(
                    com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith(Inject.class))
            .should(haveAtMostFiveCollaborators());

    /** A method without an annotation is then refused by the server, as one with a role is to a stranger. */
    @ArchTest
    static final ArchRule servicesForAdministratorsAskForRoles = classes()
            .that()
            .haveSimpleNameEndingWith("Administration")
            .should()
            .beAnnotatedWith(Stateless.class)
            .andShould()
            .beAnnotatedWith(RolesAllowed.class);

    @ArchTest
    static final ArchRule nothingUsesTheQuickStart = noClasses()
            .that()
            .resideOutsideOfPackage("org.bailiwick.quickstart")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bailiwick.quickstart");

    @ArchTest
    static final ArchRule theQuickStartNeedsNoServer = noClasses()
            .that()
            .resideInAPackage("org.bailiwick.quickstart")
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta..", "org.hibernate.."));

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .should(new ArchCondition<>("be in a package that is @NullMarked") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(type, marked, type.getPackageName() + " of " + type.getName()));
                }
            });

    private static ArchCondition<JavaClass> haveNoSetter() {
        return new ArchCondition<>("have no setter and no public no-argument constructor") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethods().stream()
                        .filter(method -> method.getName().matches("set[A-Z].*"))
                        .forEach(method -> events.add(SimpleConditionEvent.violated(method, method.getFullName())));
                type.getConstructors().stream()
                        .filter(constructor -> constructor.getParameters().isEmpty()
                                && constructor.getModifiers().contains(JavaModifier.PUBLIC))
                        .forEach(open -> events.add(SimpleConditionEvent.violated(open, open.getFullName())));
            }
        };
    }

    private static ArchCondition<JavaClass> haveAtMostFiveCollaborators() {
        return new ArchCondition<>("have at most five injected collaborators") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                long injected = type.getFields().stream()
                        .filter((JavaField field) -> field.isAnnotatedWith(Inject.class))
                        .count();
                events.add(new SimpleConditionEvent(
                        type, injected <= MOST_COLLABORATORS, type.getName() + " has " + injected));
            }
        };
    }
}
