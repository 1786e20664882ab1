package org.bailiwick.ca;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What an end entity may do with its key (RFC 5280 §4.2.1.3). {@code keyCertSign} and {@code cRLSign} have no constant: no
 * profile can ask for them.
 */
public enum KeyUsage {
    /** Signatures, as in every TLS 1.3 handshake. */
    DIGITAL_SIGNATURE("digitalSignature", org.bouncycastle.asn1.x509.KeyUsage.digitalSignature),
    /** Signatures that prove something later; {@code contentCommitment} in newer texts. */
    NON_REPUDIATION("nonRepudiation", org.bouncycastle.asn1.x509.KeyUsage.nonRepudiation),
    /** Encrypts keys: TLS 1.2 with RSA key exchange. */
    KEY_ENCIPHERMENT("keyEncipherment", org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment),
    /** Encrypts data. */
    DATA_ENCIPHERMENT("dataEncipherment", org.bouncycastle.asn1.x509.KeyUsage.dataEncipherment),
    /** Agrees on keys: static ECDH. */
    KEY_AGREEMENT("keyAgreement", org.bouncycastle.asn1.x509.KeyUsage.keyAgreement);

    private final String word;
    private final int bit;

    KeyUsage(String word, int bit) {
        this.word = word;
        this.bit = bit;
    }

    /** As RFC 5280 writes it. */
    public String word() {
        return word;
    }

    /** The bit as Bouncy Castle counts. */
    int bit() {
        return bit;
    }

    /**
     * Whether RFC 3279 §2.3.1, RFC 5480 §3 and RFC 8410 §5 let a key of this kind have this usage.
     *
     * @param key the algorithm in its {@code SubjectPublicKeyInfo}
     */
    boolean fits(ASN1ObjectIdentifier key) {
        return switch (this) {
            case DIGITAL_SIGNATURE, NON_REPUDIATION -> true;
            case KEY_ENCIPHERMENT, DATA_ENCIPHERMENT -> key.equals(PKCSObjectIdentifiers.rsaEncryption);
            case KEY_AGREEMENT -> key.equals(X9ObjectIdentifiers.id_ecPublicKey);
        };
    }
}
