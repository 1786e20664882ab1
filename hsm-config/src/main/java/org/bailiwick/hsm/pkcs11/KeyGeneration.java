package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.KeyGenerator;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bailiwick.hsm.pkcs11.Cryptoki.Attribute;
import org.bailiwick.hsm.pkcs11.Cryptoki.ObjectClass;

/**
 * One generation of a key pair with its first certificate, or of a secret key. All it makes has a CKA_ID of its own, random: whatever else
 * is done under the same label at the same time, by this process or another, it takes back its own and nothing else.
 *
 * <p>PKCS#11 has no way to claim a label. So a generation looks once before, and once when its own key bears the label
 * and every other generation can see it: of two at the same time one at most succeeds.
 */
final class KeyGeneration {

    private static final System.Logger LOG = System.getLogger(KeyGeneration.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Of our own making: what every tool can show and every operator can type. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}");

    private static final int ID_LENGTH = 20;
    private static final int AES_BITS = 256;

    private final Connection connection;
    private final String label;
    private final byte[] id = randomId();

    private KeyGeneration(Connection connection, String label) {
        this.connection = connection;
        this.label = label;
    }

    /** @throws IllegalArgumentException if the label is taken or not allowed */
    static KeyGeneration begin(Connection connection, String label) throws GeneralSecurityException {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "A label has 1 to 64 letters, digits, spaces, dots, hyphens or underscores, and starts with a"
                            + " letter or digit: \"" + label + "\"");
        }
        KeyGeneration generation = new KeyGeneration(connection, label);
        generation.requireAlone();
        return generation;
    }

    /**
     * Generates the pair. A key without a certificate cannot be found by Java again, so it is stored with one from the
     * start, and destroyed if that does not succeed.
     */
    X509Certificate finish(
            KeyAlgorithm algorithm, SignatureScheme scheme, Function<CaSigner, X509Certificate> firstCertificate)
            throws GeneralSecurityException, IOException {
        Provider generator = connection.provider(template());
        boolean stored = false;
        try {
            KeyPairGenerator keyPairs = generatorOf(algorithm, scheme, generator);
            KeyPair pair = keyPairs.generateKeyPair();
            requireAlone();
            PublicKey publicKey = KeyFactory.getInstance(algorithm.jcaName())
                    .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
            scheme.requireFits(publicKey);
            X509Certificate certificate =
                    firstCertificate.apply(new NewKey(generator, pair.getPrivate(), publicKey, scheme));
            TokenWriter.requireCertificateOf(publicKey, certificate);
            try (Cryptoki.Session session = connection.openForWriting()) {
                TokenWriter.create(session, id, label, certificate);
            }
            connection.publicKey(label); // is found, is fit, and signs
            stored = true;
            return certificate;
        } finally {
            connection.release(generator);
            if (!stored) {
                destroy();
            }
        }
    }

    /** Demands that the token makes such a pair. Nothing is made. */
    void requireOffered(KeyAlgorithm algorithm, SignatureScheme scheme) {
        generatorOf(algorithm, scheme, connection.provider());
    }

    /** Before anything is made: SunPKCS11 offers what the token says that it can do, within the sizes it says. */
    private static KeyPairGenerator generatorOf(KeyAlgorithm algorithm, SignatureScheme scheme, Provider provider) {
        try {
            scheme.signature(provider);
        } catch (GeneralSecurityException e) {
            throw notOffered("The token does not offer the signature scheme " + scheme, "another scheme", e);
        }
        try {
            KeyPairGenerator keyPairs = KeyPairGenerator.getInstance(algorithm.jcaName(), provider);
            keyPairs.initialize(algorithm.parameters());
            return keyPairs;
        } catch (GeneralSecurityException e) {
            throw notOffered("The token does not make keys of the kind " + algorithm, "another kind of key", e);
        }
    }

    private static SignatureFailed notOffered(String message, String instead, GeneralSecurityException cause) {
        return new SignatureFailed(
                message,
                "Choose " + instead
                        + ", or allow it in the settings of the HSM, such as its FIPS mode. Nothing was made.",
                Ckr.in(cause),
                cause);
    }

    /** Generates an AES key instead, and lets it show that it works. */
    void finishSecret() throws GeneralSecurityException, IOException {
        Provider generator = connection.provider(secretTemplate());
        boolean stored = false;
        try {
            KeyGenerator keys = KeyGenerator.getInstance("AES", generator);
            keys.init(AES_BITS);
            keys.generateKey();
            requireAlone();
            connection.secretKeys().prove(label);
            stored = true;
        } finally {
            connection.release(generator);
            if (!stored) {
                destroy();
            }
        }
    }

    /** A key that was generated a moment ago, for its first signature. */
    private record NewKey(Provider provider, PrivateKey privateKey, PublicKey publicKey, SignatureScheme scheme)
            implements CaSigner {
        @Override
        public byte[] sign(byte[] completeTbs) {
            try {
                return Connection.sign(provider, privateKey, scheme, completeTbs);
            } catch (ProviderException | GeneralSecurityException e) {
                throw Ckr.translate("the new key could not sign", e);
            }
        }
    }

    /** Nothing but what this generation made has the label. */
    private void requireAlone() throws GeneralSecurityException {
        try (Cryptoki.Session session = connection.openForReading()) {
            for (ObjectClass type : ObjectClass.values()) {
                List<Long> labelled = session.find(type, Attribute.LABEL, octets(label));
                labelled.removeAll(session.find(type, Attribute.ID, id));
                if (!labelled.isEmpty()) {
                    throw new IllegalArgumentException("The token has a key or certificate labelled \"" + label
                            + "\" already; choose another label.");
                }
            }
        }
    }

    private void destroy() {
        try (Cryptoki.Session session = connection.openForWriting()) {
            for (ObjectClass type : ObjectClass.values()) {
                for (long object : session.find(type, Attribute.ID, id)) {
                    session.destroy(object);
                }
            }
        } catch (GeneralSecurityException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the key labelled \"" + label + "\" with the CKA_ID " + hex(id)
                            + " was not finished and could not be" + " destroyed; destroy it with the HSM's own tool",
                    e);
        }
    }

    /** SunPKCS11 reads it from its configuration as a signed number: the first octet is 40 to 7f, so none is added or lost. */
    private static byte[] randomId() {
        byte[] id = new byte[ID_LENGTH];
        RANDOM.nextBytes(id);
        id[0] = (byte) ((id[0] & 0x3f) | 0x40);
        return id;
    }

    private static byte[] octets(String label) {
        return label.getBytes(StandardCharsets.US_ASCII);
    }

    private static String hex(byte[] octets) {
        return HexFormat.of().formatHex(octets);
    }

    /**
     * What the token shall know about a new pair (PKCS #11 §4.8 and §4.9). Both halves are token objects: SunPKCS11
     * destroys a session object by its number when it is collected, and by then the number may be another object's.
     */
    private String template() {
        String names = names();
        return """
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                CKA_TOKEN = true
                CKA_PRIVATE = true
                CKA_SENSITIVE = true
                CKA_EXTRACTABLE = false
                CKA_SIGN = true
                CKA_SIGN_RECOVER = false
                CKA_DECRYPT = false
                CKA_UNWRAP = false
                CKA_DERIVE = false
                """
                + names
                + """
                }
                attributes(generate, CKO_PUBLIC_KEY, *) = {
                CKA_TOKEN = true
                CKA_PRIVATE = false
                CKA_VERIFY = true
                CKA_ENCRYPT = false
                CKA_WRAP = false
                """
                + names + "}\n";
    }

    private String secretTemplate() {
        return """
                attributes(generate, CKO_SECRET_KEY, CKK_AES) = {
                CKA_TOKEN = true
                CKA_PRIVATE = true
                CKA_SENSITIVE = true
                CKA_EXTRACTABLE = false
                CKA_ENCRYPT = true
                CKA_DECRYPT = true
                CKA_SIGN = false
                CKA_VERIFY = false
                CKA_WRAP = false
                CKA_UNWRAP = false
                CKA_DERIVE = false
                """
                + names() + "}\n";
    }

    private String names() {
        return "CKA_LABEL = 0h%s\nCKA_ID = 0h%s\n".formatted(hex(octets(label)), hex(id));
    }
}
