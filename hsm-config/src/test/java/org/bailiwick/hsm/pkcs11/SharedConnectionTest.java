package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SelfSigned;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Cryptoki.Attribute;
import org.bailiwick.hsm.pkcs11.Cryptoki.ObjectClass;
import org.bailiwick.hsm.softhsm.SoftHsmExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** All signers of a token share one connection: trouble that is not the connection's must leave it to the others. */
class SharedConnectionTest {

    private static final byte[] TBS = "to be signed".getBytes(StandardCharsets.US_ASCII);

    /** SoftHSM itself has no limit. */
    private static final int MOST_SESSIONS = 4;

    @RegisterExtension
    static final SoftHsmExtension softHsm = new SoftHsmExtension();

    private final Pkcs11TokenConfig config = softHsm.createToken().token();
    private final Pkcs11Token token = new Pkcs11Token(config);
    private final CaSigner signer = signer("ca");

    @AfterEach
    void close() {
        token.close();
    }

    @Test
    void tokenWithoutAFreeSessionIsBusyAndNobodyLosesHis() throws GeneralSecurityException {
        Connection shared = connection();
        List<Signature> others = takeAllSessions();
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(TokenUnavailable.class)
                    .isThrownBy(() -> signer.sign(TBS))
                    .withMessageContaining("all its sessions are in use")
                    .satisfies(e -> assertThat(e.hint()).contains("limit of sessions"));
            assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(token::checkHealth);
        }
        assertThat(connection()).isSameAs(shared);
        for (Signature other : others) {
            other.update(TBS);
            assertThat(signer.scheme().verifies(signer.publicKey(), TBS, other.sign()))
                    .isTrue();
        }
        assertThat(signer.sign(TBS)).isNotEmpty();
        assertThat(connection()).isSameAs(shared);
    }

    @Test
    void keyThatCannotBeLookedUpForLackOfASessionIsNotMissing() throws GeneralSecurityException {
        try (Pkcs11Token another = new Pkcs11Token(config)) {
            another.generateKeyPair(
                    "late", KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=late"));
        }
        Connection shared = connection();
        List<Signature> others = takeAllSessions();
        assertThatExceptionOfType(TokenUnavailable.class)
                .isThrownBy(() -> token.signer("late"))
                .withMessageContaining("all its sessions are in use");
        assertThat(connection()).isSameAs(shared);
        for (Signature other : others) {
            assertThat(other.sign()).isNotEmpty();
        }
        assertThat(token.signer("late").sign(TBS)).isNotEmpty();
    }

    @Test
    void wrongLabelOfOneLeavesTheConnectionToTheOthers() {
        Connection shared = connection();
        for (int i = 0; i < 3; i++) {
            assertThatExceptionOfType(KeyNotFound.class).isThrownBy(() -> token.signer("no such key"));
            assertThatExceptionOfType(KeyNotFound.class).isThrownBy(() -> token.certificateChain("no such key"));
        }
        assertThat(signer.sign(TBS)).isNotEmpty();
        assertThat(connection()).isSameAs(shared);
    }

    @Test
    void keyOfAnotherPublicHalfLeavesTheConnectionToTheOthers() {
        Connection shared = connection();
        PublicKey other = signer("other").publicKey();
        CaSigner mistaken = new Pkcs11Signer(token, "ca", other, signer.scheme());
        assertThatExceptionOfType(KeyNotFound.class)
                .isThrownBy(() -> mistaken.sign(TBS))
                .withMessageContaining("not the one it was before");
        assertThat(signer.sign(TBS)).isNotEmpty();
        assertThat(connection()).isSameAs(shared);
    }

    @Test
    void keyThatIsPutBackSignsAgainOnTheSameConnection() throws GeneralSecurityException, IOException {
        X509Certificate right = unlabelledKey("11");
        X509Certificate wrong = unlabelledKey("22");
        Connection shared = connection();
        exchange("11", right);
        CaSigner exchanged = token.signer("exchanged");
        exchange("22", wrong);
        shared.forgetKeys();
        assertThatExceptionOfType(KeyNotFound.class).isThrownBy(() -> exchanged.sign(TBS));
        exchange("11", right);
        assertThat(exchanged.sign(TBS)).isNotEmpty();
        assertThat(connection()).isSameAs(shared);
    }

    /** A key pair of another tool, which only a certificate gives a label. */
    private X509Certificate unlabelledKey(String id) throws GeneralSecurityException, IOException {
        try (RawToken raw = RawToken.proper(config, "CKA_SIGN = true\nCKA_ID = 0h" + id + "\n")) {
            PublicKey key =
                    raw.generate("EC", KeyAlgorithm.EC_P256.parameters()).getPublic();
            return SelfSigned.certificate("CN=" + id, key, SignatureScheme.ECDSA_P256_SHA256, tbs -> new byte[1]);
        }
    }

    /** From now on the key with this CKA_ID is labelled "exchanged", and no other. */
    private void exchange(String id, X509Certificate certificate) {
        token.perform("not exchanged", connection -> {
            try (Cryptoki.Session session = connection.openForWriting()) {
                byte[] label = "exchanged".getBytes(StandardCharsets.US_ASCII);
                for (long object : session.find(ObjectClass.CERTIFICATE, Attribute.LABEL, label)) {
                    session.destroy(object);
                }
                return TokenWriter.create(session, HexFormat.of().parseHex(id), "exchanged", certificate);
            }
        });
    }

    /** Begins signatures as other threads do, until the token has no session for another one. */
    private List<Signature> takeAllSessions() {
        limitSessions(connection());
        List<Signature> begun = new ArrayList<>();
        assertThatExceptionOfType(TokenUnavailable.class).isThrownBy(() -> {
            while (begun.size() <= MOST_SESSIONS) {
                begun.add(token.perform(
                        "the token did not begin",
                        connection -> connection.begin("ca", signer.publicKey(), signer.scheme())));
            }
        });
        assertThat(begun).isNotEmpty();
        return begun;
    }

    /** What SunPKCS11 reads from a token with few sessions when it connects to it. */
    private static void limitSessions(Connection connection) {
        Object manager = get(get(get(connection, "provider"), "token"), "sessionManager");
        try {
            field(manager, "maxSessions").setInt(manager, MOST_SESSIONS);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Object get(Object from, String name) {
        try {
            return Objects.requireNonNull(field(from, name).get(from));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Field field(Object of, String name) {
        try {
            Field field = of.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new AssertionError(e);
        }
    }

    private Connection connection() {
        return token.perform("no connection", connection -> connection);
    }

    private CaSigner signer(String label) {
        token.generateKeyPair(label, KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P256.scheme(), SelfSigned.as("CN=" + label));
        return token.signer(label);
    }
}
