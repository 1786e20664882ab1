package org.bailiwick.ca;

import java.io.IOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Enumerated;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;

/**
 * The entries of a CRL (RFC 5280 §5.1.2.6), encoded as they come: about 40 octets each, 53 with a reason, and nothing else
 * of them is kept. For one thread and one CRL.
 */
public final class RevokedSerials {

    private static final Map<RevocationReason, ASN1Encodable> EXTENSIONS = extensions();

    private final GrowingOctets encoded = new GrowingOctets();
    private int count;

    /**
     * Adds one.
     *
     * @param serial after the one before it in the order of {@link SerialNumber#hex()}
     * @param reason {@code UNSPECIFIED} is left out (§5.3.1)
     */
    public void add(SerialNumber serial, Instant revokedAt, RevocationReason reason) {
        ASN1EncodableVector entry = new ASN1EncodableVector();
        entry.add(new ASN1Integer(serial.value()));
        entry.add(Validity.time(revokedAt));
        if (reason != RevocationReason.UNSPECIFIED) {
            entry.add(EXTENSIONS.get(reason));
        }
        try {
            encoded.write(new DERSequence(entry).getEncoded(ASN1Encoding.DER));
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that we built has a DER encoding", impossible);
        }
        count++;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** In octets. */
    int length() {
        return encoded.length();
    }

    /** Moves the encoded entries to where they belong. */
    void moveTo(byte[] target, int at) {
        encoded.moveTo(target, at);
    }

    private static Map<RevocationReason, ASN1Encodable> extensions() {
        Map<RevocationReason, ASN1Encodable> all = new EnumMap<>(RevocationReason.class);
        for (RevocationReason reason : RevocationReason.values()) {
            try {
                byte[] value = new ASN1Enumerated(reason.code()).getEncoded(ASN1Encoding.DER);
                all.put(reason, new Extensions(new Extension(Extension.reasonCode, false, value)).toASN1Primitive());
            } catch (IOException impossible) {
                throw new IllegalStateException("a number has a DER encoding", impossible);
            }
        }
        return all;
    }
}
