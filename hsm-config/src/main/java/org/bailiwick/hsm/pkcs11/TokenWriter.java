package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.pkcs11.Cryptoki.Attribute;
import org.bailiwick.hsm.pkcs11.Cryptoki.ObjectClass;

/**
 * The certificates that a ceremony writes to a token, and what takes a key out of it again. Keys are made by {@link
 * KeyGeneration}.
 */
final class TokenWriter {

    private static final long CKC_X_509 = 0;

    private final Connection connection;

    TokenWriter(Connection connection) {
        this.connection = connection;
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
        byte[] id = HexFormat.of().parseHex(key.id());
        boolean proven = false;
        try (Cryptoki.Session session = connection.openForWriting()) {
            long current = create(session, id, label, own);
            try {
                for (long object : session.find(ObjectClass.CERTIFICATE, Attribute.ID, id)) {
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

    /** Destroys a key and all that has its CKA_ID. The private half comes first: a token that keeps it keeps all of it. */
    void destroyKeyPair(String label, X509Certificate certificate) throws GeneralSecurityException, IOException {
        TokenKey key = connection.key(label);
        X509Certificate there = key.certificate().orElse(null);
        if (key.id().isEmpty() || there == null || !Arrays.equals(there.getEncoded(), certificate.getEncoded())) {
            throw new KeyNotFound(
                    "The private key labelled \"" + label + "\" is not the one that was to be destroyed",
                    "It has another certificate, so it was left alone; look at it with the ceremony's \"show\".",
                    null,
                    null);
        }
        byte[] id = HexFormat.of().parseHex(key.id());
        try (Cryptoki.Session session = connection.openForWriting()) {
            for (ObjectClass type : List.of(ObjectClass.PRIVATE_KEY, ObjectClass.PUBLIC_KEY, ObjectClass.CERTIFICATE)) {
                for (long object : session.find(type, Attribute.ID, id)) {
                    session.destroy(object);
                }
            }
        } finally {
            connection.forgetKeys();
        }
    }

    /** An issuer's certificate belongs to no key here: its CKA_ID is its digest, its label its subject. */
    private static void storeIssuer(Cryptoki.Session session, X509Certificate issuer)
            throws GeneralSecurityException, IOException {
        byte[] der = issuer.getEncoded();
        if (!Look.repeated(() -> isStored(session, der))) {
            create(
                    session,
                    MessageDigest.getInstance("SHA-256").digest(der),
                    issuer.getSubjectX500Principal().getName(),
                    issuer);
        }
    }

    private static boolean isStored(Cryptoki.Session session, byte[] der) throws CryptokiException {
        for (long object : session.find(ObjectClass.CERTIFICATE)) {
            if (Arrays.equals(session.octets(object, Attribute.VALUE), der)) {
                return true;
            }
        }
        return false;
    }

    /** PKCS #11 §4.6.3, all that it lists as identifying. */
    static long create(Cryptoki.Session session, byte[] id, String label, X509Certificate certificate)
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

    static void requireCertificateOf(PublicKey publicKey, X509Certificate certificate) {
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

    private static byte[] octets(String label) {
        return label.getBytes(StandardCharsets.UTF_8);
    }
}
