package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.enterprise.context.SessionScoped;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bailiwick.person.LoggedIn;
import org.junit.jupiter.api.Test;

/**
 * What is kept between two requests can go to another node: with something in every field it is written and read back. The
 * services are not in it here; they are not written ({@link SessionContent}).
 */
class KeptBeansTest {

    private static final List<JavaClass> KEPT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("org.bailiwick.admin.web").stream()
                    .filter(each -> each.isAnnotatedWith(ViewScoped.class) || each.isAnnotatedWith(SessionScoped.class))
                    .toList();

    private static final Pattern SECRET = Pattern.compile("secret|password|token|link|keyId", Pattern.CASE_INSENSITIVE);

    @Test
    void theyAreWrittenAndRead() {
        assertThat(KEPT).hasSizeGreaterThan(2).allSatisfy(bean -> {
            assertThat(bean.isAssignableTo(Serializable.class))
                    .as(bean.getName())
                    .isTrue();
            assertThatCode(() -> {
                        byte[] written = octets(Filled.of(bean.reflect()));
                        assertThat(octets(read(written))).isEqualTo(written);
                    })
                    .as(bean.getName())
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void theyHoldNoEntities() {
        assertThat(KEPT).allSatisfy(bean -> assertThat(bean.getFields())
                .filteredOn(field -> !field.isAnnotatedWith(Inject.class))
                .allSatisfy(field -> assertThat(field.getRawType().isAnnotatedWith(Entity.class))
                        .as(field.getFullName())
                        .isFalse()));
    }

    /** What is written may be in a file, or on the network. */
    @Test
    void noSecretIsWritten() {
        assertThat(KEPT.stream().flatMap(bean -> bean.getFields().stream()))
                .filteredOn(field -> field.getRawType().isEquivalentTo(String.class)
                        && SECRET.matcher(field.getName()).find())
                .isNotEmpty()
                .allSatisfy(field ->
                        assertThat(field.getModifiers()).as(field.getFullName()).contains(JavaModifier.TRANSIENT));
    }

    @Test
    void soIsWhoLoggedIn() throws IOException, ClassNotFoundException {
        LoggedIn loggedIn = new LoggedIn(new UUID(1, 2), 3, Instant.EPOCH);
        assertThat(copy(loggedIn)).isEqualTo(loggedIn);
    }

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        return read(octets(original));
    }

    private static byte[] octets(Object original) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(octets)) {
            out.writeObject(original);
        }
        return octets.toByteArray();
    }

    private static Object read(byte[] octets) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(octets))) {
            return in.readObject();
        }
    }
}
