package org.bailiwick.ca;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * An issuer as an OCSP request names it (RFC 6960 §4.1.1): by hashes of its name and key. SHA-1 is what most clients use,
 * and what RFC 5019 §2.1.1 demands; it finds here what is known, and proves nothing. SHA-256, SHA-384 and SHA-512 are
 * understood as well.
 *
 * <p>Immutable.
 */
public final class IssuerHashes {

    private static final Map<ASN1ObjectIdentifier, String> ALGORITHMS = Map.of(
            OIWObjectIdentifiers.idSHA1, "SHA-1",
            NISTObjectIdentifiers.id_sha256, "SHA-256",
            NISTObjectIdentifiers.id_sha384, "SHA-384",
            NISTObjectIdentifiers.id_sha512, "SHA-512");

    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record Hashes(byte[] name, byte[] key) {}

    private final Map<ASN1ObjectIdentifier, Hashes> hashes = new HashMap<>();

    private IssuerHashes(X509Certificate issuer) {
        byte[] name = issuer.getSubjectX500Principal().getEncoded();
        byte[] key =
                keyBits(SubjectPublicKeyInfo.getInstance(issuer.getPublicKey().getEncoded()));
        ALGORITHMS.forEach(
                (type, algorithm) -> hashes.put(type, new Hashes(digest(algorithm, name), digest(algorithm, key))));
    }

    /** Those of an issuer by its own certificate. */
    public static IssuerHashes of(X509Certificate issuer) {
        return new IssuerHashes(issuer);
    }

    /** Whether a request means a certificate of this issuer; one by another hash algorithm is not known to. */
    public boolean isIssuerOf(OcspCertificateId id) {
        return Optional.ofNullable(hashes.get(id.hashAlgorithm()))
                .filter(known -> Arrays.equals(known.name, id.nameHash()) && Arrays.equals(known.key, id.keyHash()))
                .isPresent();
    }

    /** What {@code KeyHash} is made of: the key's bits, without tag, length and number of unused bits. */
    static byte[] keyBits(SubjectPublicKeyInfo key) {
        return key.getPublicKeyData().getOctets();
    }

    /** RFC 6960 §4.2.1, {@code KeyHash}. */
    static byte[] sha1(byte[] octets) {
        return digest(Objects.requireNonNull(ALGORITHMS.get(OIWObjectIdentifiers.idSHA1)), octets);
    }

    private static byte[] digest(String algorithm, byte[] octets) {
        try {
            return MessageDigest.getInstance(algorithm).digest(octets);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has " + algorithm, impossible);
        }
    }
}
