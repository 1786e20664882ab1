package org.bailiwick.cmp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/** HMAC (RFC 2104) with one of its hashes. */
enum Hmac {
    /** What we send, and what clients must send. */
    SHA_256("HmacSHA256", "1.2.840.113549.2.9", "1.2.840.113549.2.9"),
    /** What some CAs answer with whatever they were asked with, OpenSSL's server among them. */
    SHA_1("HmacSHA1", "1.3.6.1.5.5.8.1.2", "1.2.840.113549.2.7");

    private final String jcaName;
    private final String identifier;
    private final String otherIdentifier;

    Hmac(String jcaName, String identifier, String otherIdentifier) {
        this.jcaName = jcaName;
        this.identifier = identifier;
        this.otherIdentifier = otherIdentifier;
    }

    /** The one of an algorithm; empty if that is another, or has parameters. */
    static Optional<Hmac> of(AlgorithmIdentifier algorithm) {
        ASN1Encodable parameters = algorithm.getParameters();
        return parameters == null || DERNull.INSTANCE.equals(parameters)
                ? Arrays.stream(values())
                        .filter(hmac -> hmac.isNamed(algorithm.getAlgorithm().getId()))
                        .findFirst()
                : Optional.empty();
    }

    private boolean isNamed(String oid) {
        return oid.equals(identifier) || oid.equals(otherIdentifier);
    }

    AlgorithmIdentifier asn1() {
        return new AlgorithmIdentifier(new ASN1ObjectIdentifier(identifier), DERNull.INSTANCE);
    }

    byte[] of(byte[] key, byte[] octets) {
        try {
            Mac mac = Mac.getInstance(jcaName);
            mac.init(new SecretKeySpec(key, jcaName));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + jcaName, impossible);
        }
    }
}
