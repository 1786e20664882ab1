package org.bailiwick.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bailiwick.audit.chain.AuditKey;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.config.Settings;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.softhsm.SoftHsm;
import org.bailiwick.hsm.softhsm.SoftHsmToken;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ceremony is the real one, in SoftHSM. */
class FirstKeysTest {

    private static final Path CEREMONY = Home.of(Path.of("..").toAbsolutePath()).ceremony();

    @TempDir
    private Path folder;

    @BeforeAll
    static void lookForSoftHsm() {
        try {
            SoftHsm.find(Optional.empty());
        } catch (TokenUnavailable missing) {
            skip(missing.getMessage() + ". " + missing.hint());
        }
        if (!Files.isDirectory(CEREMONY)) {
            skip("The ceremony tool is not built; mvn verify builds it.");
        }
    }

    private static void skip(String why) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(why);
        }
        System.err.println("SKIPPED FirstKeysTest: " + why);
        Assumptions.abort(why);
    }

    @Test
    void theFirstStartMakesAChainAndTheNextLeavesIt() throws IOException, InterruptedException {
        DataFolder data = prepared("first");
        keys(data, "issuing").make();
        String chain = Files.readString(data.chain());
        assertThat(CertificateChain.parse(chain).rootPem()).isEqualTo(Files.readString(data.root()));
        String auditKey = Files.readString(data.auditKey());
        assertThatCode(() -> AuditKey.parse(auditKey)).doesNotThrowAnyException();
        keys(data, "issuing").make();
        assertThat(Files.readString(data.chain())).isEqualTo(chain);
        assertThat(Files.readString(data.auditKey())).isEqualTo(auditKey);
    }

    /** Whoever verifies the log trusts that key; another would not be believed. */
    @Test
    void anAuditKeyThatIsLostComesBackFromTheTokenAndAnOlderFolderGetsOne() throws IOException, InterruptedException {
        DataFolder data = prepared("lost-audit-key");
        keys(data, "issuing").make();
        String auditKey = Files.readString(data.auditKey());
        DataFolder.secret(data.tls().resolve("password"));
        Files.delete(data.auditKey());
        keys(data, "issuing").make();
        assertThat(Files.readString(data.auditKey())).isEqualTo(auditKey);
        Files.delete(data.auditKey());
        Settings newKey = Settings.of(Map.of("bailiwick.audit.key", "audit-2"));
        new FirstKeys(data, token(data), CEREMONY, newKey, Map.of()).make();
        assertThat(AuditKey.parse(Files.readString(data.auditKey()))).isNotEqualTo(AuditKey.parse(auditKey));
    }

    /** Of before there were external account keys. */
    @Test
    void aFolderThatIsOlderThanTheKeyForSecretsGetsOne() throws IOException, InterruptedException {
        DataFolder data = prepared("no-secrets-key");
        keys(data, "issuing").make();
        DataFolder.secret(data.tls().resolve("password"));
        Path note = data.ca().resolve("secrets-key");
        Files.delete(note);
        Settings newKey = Settings.of(Map.of("bailiwick.token.secrets-key", "secrets-2"));
        new FirstKeys(data, token(data), CEREMONY, newKey, Map.of()).make();
        assertThat(note).hasContent("secrets-2\n");
        // and whoever lost the note is not hindered by the key that is there
        Files.delete(note);
        new FirstKeys(data, token(data), CEREMONY, newKey, Map.of()).make();
        assertThat(note).hasContent("secrets-2\n");
    }

    @Test
    void aChainThatIsLostComesBackFromTheToken() throws IOException, InterruptedException {
        DataFolder data = prepared("lost chain");
        keys(data, "issuing").make();
        String chain = Files.readString(data.chain());
        String root = Files.readString(data.root());
        DataFolder.secret(data.tls().resolve("password"));
        Files.delete(data.chain());
        Files.delete(data.root());
        keys(data, "issuing").make();
        assertThat(Files.readString(data.chain())).isEqualTo(chain);
        assertThat(Files.readString(data.root())).isEqualTo(root);
    }

    /** That advice would cost a CA its keys. */
    @Test
    void nobodyIsToldToRemoveAFolderThatMayHaveIssued() throws IOException {
        DataFolder data = prepared("lost-keys");
        DataFolder.secret(data.tls().resolve("password"));
        assertThatThrownBy(() -> keys(data, "issuing").make())
                .isInstanceOf(QuickStartException.class)
                .hasMessageContaining(data.chain().toString())
                .hasMessageContaining("Keep the folder")
                .hasMessageContaining("table issuer")
                .hasMessageNotContaining("remove");
        try (Stream<Path> left = Files.list(data.ca())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aCeremonyThatFailsAtTheFirstStartMayBeBegunAgain() throws IOException {
        DataFolder data = prepared("no-ceremony");
        // the root key is made first, and its label is taken then
        assertThatThrownBy(() -> keys(data, "root").make())
                .isInstanceOf(QuickStartException.class)
                .hasMessageContaining("Nothing was issued yet")
                .hasMessageContaining(data.path().toString());
        assertThat(data.chain()).doesNotExist();
    }

    private DataFolder prepared(String name) throws IOException {
        DataFolder data = DataFolder.at(folder.resolve(name));
        Files.createDirectories(data.ca());
        Files.createDirectories(data.database());
        return data;
    }

    private static FirstKeys keys(DataFolder data, String issuingKey) {
        return new FirstKeys(
                data, token(data), CEREMONY, Settings.of(Map.of("bailiwick.authority.key", issuingKey)), Map.of());
    }

    private static SoftHsmToken token(DataFolder data) {
        return SoftHsm.find(Optional.empty()).createToken(data.token(), "bailiwick");
    }
}
