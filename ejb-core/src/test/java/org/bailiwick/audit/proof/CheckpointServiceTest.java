package org.bailiwick.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bailiwick.audit.Checkpoints;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.Checkpoint;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TestToken;
import org.bailiwick.authority.UnfitKeys;
import org.bailiwick.ca.CaCertificateIssuer;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What signs the audit log must not be what it is about; the keys are in a real token. */
class CheckpointServiceTest {

    private final Pkcs11TokenConfig config = TestToken.create();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void theKeyOfACaSignsNoCheckpoint(TestDatabase database) {
        String chain;
        try (Pkcs11Token token = new Pkcs11Token(config)) {
            TestToken.generate(token, "audit");
            chain = root(token, "root-1");
        }
        assertThat(signed(database, "audit")).hasSize(1);
        assertThat(signed(database, "root-1")).as("nobody's yet").hasSize(1);
        database.transact(entityManager -> Injected.into(new Authorities(), entityManager)
                .add(Issuer.ofRoot(Population.authority(entityManager).id(), "root-1", chain, Population.NOW)));
        assertThat(signed(database, "root-1")).isEmpty();
        assertThat(signed(database, "audit")).hasSize(1);
    }

    private static String root(Pkcs11Token token, String label) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        X509Certificate certificate =
                token.generateKeyPair(label, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), key -> {
                    CaCertificateIssuer itself = CaCertificateIssuer.newRoot(
                            key, CaSubject.parse("CN=Root"), now, now.plus(900, ChronoUnit.DAYS));
                    return CertificateChain.ofDer(
                                    List.of(itself.issue(itself.prepareRoot()).der()))
                            .first();
                });
        return new CertificateChain(List.of(certificate)).pem();
    }

    /** The checkpoints that a service makes whose settings name this key. */
    private List<Checkpoint> signed(TestDatabase database, String auditKey) {
        Settings settings = Settings.of(Map.of(
                "bailiwick.data", "/nowhere",
                "bailiwick.audit.key", auditKey,
                "bailiwick.token.library", config.library().toString(),
                "bailiwick.token.label", config.tokenLabel(),
                "bailiwick.token.pin-file", config.pinFile().toString()));
        return database.inTransaction(entityManager -> {
            OpenToken tokens = Injected.into(new OpenToken(), settings);
            Kept kept = new Kept();
            CheckpointService service = Injected.into(
                    new CheckpointService(),
                    kept,
                    tokens,
                    TestToken.calls(threads),
                    unfit(entityManager),
                    settings,
                    TestToken.threadFactory());
            service.open();
            service.make(Duration.ZERO);
            service.close();
            tokens.get().close();
            return kept.added;
        });
    }

    private static UnfitKeys unfit(EntityManager entityManager) {
        return Injected.into(new UnfitKeys(), Injected.into(new Authorities(), entityManager));
    }

    /** One is always due. */
    private static final class Kept extends Checkpoints {

        private final List<Checkpoint> added = new ArrayList<>();

        @Override
        public boolean isDue(Duration interval) {
            return true;
        }

        @Override
        public Optional<Checkpoint> next(String node, ChainHash key) {
            return Optional.of(new Checkpoint(
                    1, Instant.EPOCH, node, 1, ChainHash.NONE, new TreeMap<>(Map.of()), ChainHash.NONE, key));
        }

        @Override
        public boolean add(Checkpoint checkpoint, byte[] signature) {
            return added.add(checkpoint);
        }
    }
}
