package org.bailiwick.ca;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.CertID;

/**
 * A certificate as an OCSP request names it: {@code CertID} (RFC 6960 §4.1.1). Two are equal if their octets are.
 *
 * <p>Immutable.
 */
public final class OcspCertificateId {

    private final CertID id;
    private final byte[] der;

    private OcspCertificateId(CertID id) {
        this.id = id;
        try {
            this.der = id.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("what was read as DER has an encoding", impossible);
        }
    }

    static OcspCertificateId read(ASN1Encodable value) throws EncodingException {
        SequenceReader fields = SequenceReader.of(value);
        SequenceReader algorithm = SequenceReader.of(fields.next());
        algorithm.next(ASN1ObjectIdentifier.class);
        // RFC 4055 §2.1: NULL or absent
        algorithm.nextIf(ASN1Null.class);
        algorithm.requireEnd();
        fields.next(ASN1OctetString.class);
        fields.next(ASN1OctetString.class);
        fields.next(ASN1Integer.class);
        fields.requireEnd();
        return new OcspCertificateId(CertID.getInstance(value.toASN1Primitive()));
    }

    /** The serial number; empty if it is none that RFC 5280 permits, so that no certificate of ours has it. */
    public Optional<SerialNumber> serial() {
        BigInteger number = id.getSerialNumber().getValue();
        return number.signum() > 0 && number.bitLength() <= SerialNumber.BITS
                ? Optional.of(new SerialNumber(number))
                : Optional.empty();
    }

    ASN1ObjectIdentifier hashAlgorithm() {
        return id.getHashAlgorithm().getAlgorithm();
    }

    byte[] nameHash() {
        return id.getIssuerNameHash().getOctets();
    }

    byte[] keyHash() {
        return id.getIssuerKeyHash().getOctets();
    }

    /** As the answer repeats it, octet for octet. */
    CertID asn1() {
        return id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OcspCertificateId that && Arrays.equals(der, that.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return "certificate " + id.getSerialNumber().getValue().toString(16);
    }
}
