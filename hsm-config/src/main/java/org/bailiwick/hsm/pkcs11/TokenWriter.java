package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.pkcs11.Cryptoki.Attribute;
import org.bailiwick.hsm.pkcs11.Cryptoki.ObjectClass;

/** What a ceremony writes to a token: a key pair with its first certificate, and another chain for a key. */
final class TokenWriter {

    private static final System.Logger LOG = System.getLogger(TokenWriter.class.getName());

    private static final long CKC_X_509 = 0;

    /** Of our own making: what every tool can show and every operator can type. */
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}");

    private final Connection connection;

    TokenWriter(Connection connection) {
        this.connection = connection;
    }

    /**
     * Generates a key pair. A key without a certificate cannot be found by Java again, so it is stored with one from
     * the start, and destroyed if that does not succeed.
     */
    X509Certificate generate(
            String label,
            KeyAlgorithm algorithm,
            SignatureScheme scheme,
            Function<CaSigner, X509Certificate> firstCertificate)
            throws GeneralSecurityException, IOException {
        requireFree(label);
        Provider generator = connection.provider(template(label));
        boolean stored = false;
        try {
            KeyPairGenerator keyPairs = KeyPairGenerator.getInstance(algorithm.jcaName(), generator);
            keyPairs.initialize(algorithm.parameters());
            KeyPair pair = keyPairs.generateKeyPair();
            PublicKey publicKey = KeyFactory.getInstance(algorithm.jcaName())
                    .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
            scheme.requireFits(publicKey);
            X509Certificate certificate =
                    firstCertificate.apply(new NewKey(generator, pair.getPrivate(), publicKey, scheme));
            requireCertificateOf(publicKey, certificate);
            try (Cryptoki.Session session = connection.openForWriting()) {
                create(session, octets(label), label, certificate);
            }
            connection.publicKey(label); // is found, is fit, and signs
            stored = true;
            return certificate;
        } finally {
            connection.release(generator);
            if (!stored) {
                destroyAll(label);
            }
        }
    }

    /**
     * Replaces the certificates of a key, and reads them back. Not by {@code KeyStore.setKeyEntry}: it removes the old
     * ones before it writes the new, and (JDK 25) leaves an old one if another in the token has its name, upon which it
     * can no longer tell which belongs to the key. And it cannot give a certificate to a key that another tool made.
     */
    List<X509Certificate> storeChain(String label, List<X509Certificate> chain)
            throws GeneralSecurityException, IOException {
        TokenKey key = connection.key(label);
        X509Certificate own = requireChain(chain);
        if (key.id().isEmpty()) {
            throw new IllegalArgumentException("The private key labelled \"" + label
                    + "\" has no CKA_ID, so no certificate can be stored for it; give it one with the HSM's own tool.");
        }
        if (key.certificate().isPresent()) {
            requireCertificateOf(key.certificate().get().getPublicKey(), own);
        }
        boolean proven = false;
        try (Cryptoki.Session session = connection.openForWriting()) {
            long current = create(session, HexFormat.of().parseHex(key.id()), label, own);
            try {
                for (long object : withId(session, ObjectClass.CERTIFICATE, key.id())) {
                    if (object != current) {
                        session.destroy(object);
                    }
                }
                connection.forgetKeys();
                connection.publicKey(label); // is found, is fit, and signs
                proven = true;
            } finally {
                if (!proven && key.certificate().isEmpty()) {
                    session.destroy(current);
                }
            }
            for (X509Certificate issuer : chain.subList(1, chain.size())) {
                storeIssuer(session, issuer);
            }
        }
        return connection.key(label).chain();
    }

    /** An issuer's certificate belongs to no key here: its CKA_ID is its digest, its label its subject. */
    private static void storeIssuer(Cryptoki.Session session, X509Certificate issuer) throws GeneralSecurityException {
        byte[] der = issuer.getEncoded();
        for (long object : session.find(ObjectClass.CERTIFICATE)) {
            if (Arrays.equals(session.octets(object, Attribute.VALUE), der)) {
                return;
            }
        }
        create(
                session,
                MessageDigest.getInstance("SHA-256").digest(der),
                issuer.getSubjectX500Principal().getName(),
                issuer);
    }

    /** PKCS #11 §4.6.3, all that it lists as identifying. */
    private static long create(Cryptoki.Session session, byte[] id, String label, X509Certificate certificate)
            throws GeneralSecurityException {
        Map<Attribute, Object> values = new EnumMap<>(Attribute.class);
        values.put(Attribute.CLASS, ObjectClass.CERTIFICATE.number());
        values.put(Attribute.CERTIFICATE_TYPE, CKC_X_509);
        values.put(Attribute.TOKEN, true);
        values.put(Attribute.PRIVATE, false);
        values.put(Attribute.ID, id);
        values.put(Attribute.LABEL, octets(label));
        values.put(Attribute.SUBJECT, certificate.getSubjectX500Principal().getEncoded());
        values.put(Attribute.ISSUER, certificate.getIssuerX500Principal().getEncoded());
        values.put(Attribute.SERIAL_NUMBER, derInteger(certificate.getSerialNumber()));
        values.put(Attribute.VALUE, certificate.getEncoded());
        return session.create(values);
    }

    /** At most 20 octets in a certificate (RFC 5280 §4.1.2.2); even a malformed one fits the short form of a length. */
    private static byte[] derInteger(BigInteger number) {
        byte[] octets = number.toByteArray();
        byte[] der = new byte[octets.length + 2];
        der[0] = 2;
        der[1] = (byte) octets.length;
        System.arraycopy(octets, 0, der, 2, octets.length);
        return der;
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

    private void requireFree(String label) throws GeneralSecurityException {
        if (!LABEL.matcher(label).matches()) {
            throw new IllegalArgumentException(
                    "A label has 1 to 64 letters, digits, spaces, dots, hyphens or underscores, and starts with a"
                            + " letter or digit: \"" + label + "\"");
        }
        boolean taken = connection.keys().stream().anyMatch(key -> key.isLabelled(label));
        try (Cryptoki.Session session = connection.openForReading()) {
            for (ObjectClass type : ObjectClass.values()) {
                taken |= !withId(session, type, hex(label)).isEmpty();
            }
        }
        if (taken) {
            throw new IllegalArgumentException(
                    "The token has a key or certificate labelled \"" + label + "\" already; choose another label.");
        }
    }

    private static void requireCertificateOf(PublicKey publicKey, X509Certificate certificate) {
        if (!Arrays.equals(certificate.getPublicKey().getEncoded(), publicKey.getEncoded())) {
            throw new IllegalArgumentException("The first certificate is not for the public key of this key.");
        }
    }

    private static X509Certificate requireChain(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("There is no certificate to store.");
        }
        for (int i = 1; i < chain.size(); i++) {
            if (!TokenInventory.isIssuedBy(chain.get(i - 1), chain.get(i))) {
                throw new IllegalArgumentException("Certificate " + i + " of the chain was not issued by certificate "
                        + (i + 1) + ": \"" + chain.get(i).getSubjectX500Principal() + "\".");
            }
        }
        return chain.get(0);
    }

    private void destroyAll(String label) {
        try (Cryptoki.Session session = connection.openForWriting()) {
            for (ObjectClass type : ObjectClass.values()) {
                for (long object : withId(session, type, hex(label))) {
                    session.destroy(object);
                }
            }
        } catch (GeneralSecurityException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the key labelled \"" + label + "\" was not finished and could not be destroyed; destroy it with"
                            + " the HSM's own tool",
                    e);
        }
    }

    private static List<Long> withId(Cryptoki.Session session, ObjectClass type, String id) throws CryptokiException {
        List<Long> found = new ArrayList<>();
        for (long object : session.find(type)) {
            if (HexFormat.of().formatHex(session.octets(object, Attribute.ID)).equals(id)) {
                found.add(object);
            }
        }
        return found;
    }

    /** The CKA_ID of what we generate: its label, so that key and certificate find each other. */
    private static String hex(String label) {
        return HexFormat.of().formatHex(octets(label));
    }

    private static byte[] octets(String label) {
        return label.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What the token shall know about a new pair (PKCS #11 §4.8 and §4.9). Both halves are token objects: SunPKCS11
     * destroys a session object by its number when it is collected, and by then the number may be another object's.
     */
    private static String template(String label) {
        String names = "CKA_LABEL = 0h%1$s\nCKA_ID = 0h%1$s\n".formatted(hex(label));
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
}
