package org.bailiwick.provisioner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.ReservedKeys;
import org.bailiwick.authority.founding.FoundedIssuers;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.IssuedCertificate;
import org.bailiwick.ca.TestAuthority;
import org.bailiwick.certificate.Certificates;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoundationTest {

    private static final CertificateChain CHAIN =
            TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).issuer().chain();

    private static final Instant VALID =
            CHAIN.first().getNotBefore().toInstant().plus(Duration.ofDays(1));

    @TempDir
    Path folder;

    /** Two nodes that start on one empty database. */
    @ParameterizedTest
    @EnumSource
    void ofTwoWhoLayItAtOnceOneDoes(TestDatabase database) throws InterruptedException, IOException {
        Files.writeString(folder.resolve("chain.pem"), CHAIN.pem());
        database.factory();
        CountDownLatch ready = new CountDownLatch(2);
        ExecutorService nodes = Executors.newFixedThreadPool(2);
        List<Future<?>> starts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            starts.add(nodes.submit(() -> database.transact(entityManager -> {
                ready.countDown();
                await(ready);
                foundation(entityManager, VALID).lay();
            })));
        }
        assertThat(starts.stream().filter(FoundationTest::succeeds)).hasSize(1);
        nodes.shutdown();
        assertThat(database.<List<Provisioner>>inTransaction(entityManager -> entityManager
                        .createQuery(
                                "select p from Provisioner p where p.authority.name = 'first' order by p.name",
                                Provisioner.class)
                        .getResultList()))
                .satisfiesExactly(
                        standard -> {
                            assertThat(standard.name()).isEqualTo("acme");
                            assertThat(standard.ownSettings()).isEmpty();
                        },
                        described -> {
                            assertThat(described.name()).isEqualTo("short");
                            assertThat(described.ownSettings())
                                    .containsExactly(Map.entry(Setting.PROFILES, "shortlived"));
                        });
        List<?> told = database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        """
                        select kind from audit_event
                        where document like '%"default"%' or document like '%"first"%'
                        or document like '%**.foundation.corp%' or document like '%"short"%'""",
                        String.class)
                .getResultList());
        assertThat(told.stream().map(String::valueOf))
                .as("what is there from the beginning is in the audit log, too, once")
                .containsExactlyInAnyOrder(
                        "team-created", "authority-created", "policy-changed", "provisioner-created");
        assertTheRootCanListTheIssuingCa(database);
    }

    /** The issuing CA is a certificate of the root, so that it can be revoked there. */
    private static void assertTheRootCanListTheIssuingCa(TestDatabase database) {
        Issuer root = database.inTransaction(entityManager -> entityManager
                .createQuery(
                        "select i from Issuer i where i.crlOnly = true and i.authority in (select a.id from Authority a where a.name = 'first')",
                        Issuer.class)
                .getSingleResult());
        assertThat(database.<List<String>>inTransaction(entityManager -> entityManager
                        .createQuery("select c.serial from Certificate c where c.issuer = :root", String.class)
                        .setParameter("root", root.id())
                        .getResultList()))
                .containsExactly(IssuedCertificate.of(CHAIN.first()).serial().hex());
        List<?> told = database.inTransaction(entityManager -> entityManager
                .createNativeQuery(
                        "select kind from audit_event where document like :authority or document like :root",
                        String.class)
                .setParameter("authority", "%\"authority\":\"" + root.authority() + "%\"keyLabel\"%")
                .setParameter("root", "%\"issuer\":\"" + root.id() + "%")
                .getResultList());
        assertThat(told.stream().map(String::valueOf))
                .containsExactlyInAnyOrder("authority-created", "issuer-added", "issuer-added", "certificate-issued");
    }

    @ParameterizedTest
    @EnumSource
    void aChainThatIsOverIsRefusedBeforeAnythingIsWritten(TestDatabase database) throws IOException {
        Files.writeString(folder.resolve("chain.pem"), CHAIN.pem());
        Instant late = CHAIN.first().getNotAfter().toInstant().plusSeconds(1);
        assertThatThrownBy(() -> database.transact(
                        entityManager -> foundation(entityManager, late).lay()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chain.pem")
                .hasMessageContaining("is valid from");
    }

    private Foundation foundation(EntityManager entityManager, Instant now) {
        Settings settings = Settings.of(Map.of(
                "bailiwick.data",
                folder.toString(),
                "bailiwick.authority.name",
                "first",
                "bailiwick.authority.chain",
                folder.resolve("chain.pem").toString(),
                "bailiwick.authority.names",
                "**.foundation.corp",
                "bailiwick.authority.root-key",
                "root",
                "bailiwick.provisioner.short.profiles",
                "shortlived"));
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        AuditLog audit = Injected.into(new AuditLog(), entityManager, clock);
        Authorities authorities = Injected.into(new Authorities(), entityManager);
        FoundedIssuers founded = Injected.into(
                new FoundedIssuers(), authorities, audit, Injected.into(new Certificates(), entityManager));
        return Injected.into(
                new Foundation(),
                clock,
                founded,
                Injected.into(new FoundingAuthority(), settings, audit, new NoToken(), authorities, founded),
                Injected.into(new FoundingUpstream(), settings),
                Injected.into(
                        new FoundingProvisioners(),
                        settings,
                        clock,
                        audit,
                        Injected.into(new Provisioners(), entityManager)));
    }

    private static boolean succeeds(Future<?> start) {
        try {
            start.get();
            return true;
        } catch (ExecutionException tooLate) {
            assertThat(tooLate.getCause()).isInstanceOf(PersistenceException.class);
            return false;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** Whether the key is the token's is for tests with a token. */
    private static final class NoToken extends ReservedKeys {
        @Override
        public void requireKey(CertificateChain chain, String keyLabel) {
            // believed
        }
    }
}
