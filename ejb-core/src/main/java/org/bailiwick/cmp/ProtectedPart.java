package org.bailiwick.cmp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Header and body of a message that we send ({@code ProtectedPart}, RFC 9810 §5.1.3): what a protection covers.
 *
 * @param header ASN.1
 * @param body ASN.1
 */
record ProtectedPart(DERSequence header, ASN1Encodable body) {

    /**
     * The part of a message.
     *
     * @param algorithm that of the protection to come; null if there is none
     */
    static ProtectedPart of(CmpHeader header, CmpBody body, @Nullable AlgorithmIdentifier algorithm) {
        CmpHeader spoken = BodyEncoding.needsVersion2021(body) ? header.ofVersion2021() : header;
        return new ProtectedPart(new HeaderEncoding(spoken, algorithm).asn1(), BodyEncoding.asn1(body));
    }

    /** What is signed, or hashed with a secret: DER. */
    byte[] octets() {
        return Asn1.der(Asn1.sequence(header, body));
    }

    /**
     * The whole message.
     *
     * @param protection over {@link #octets()}; null if there is none
     * @param certificates DER; each goes into it once, and those beyond the most that are read are left out
     */
    byte[] message(byte @Nullable [] protection, List<byte[]> certificates) {
        List<ASN1Encodable> message = new ArrayList<>();
        message.add(header);
        message.add(body);
        if (protection != null) {
            message.add(new DERTaggedObject(true, 0, new DERBitString(protection)));
        }
        Map<Octets, ASN1Encodable> extra = new LinkedHashMap<>();
        certificates.forEach(each -> extra.putIfAbsent(Octets.of(each), Asn1.embedded(each)));
        if (!extra.isEmpty()) {
            List<ASN1Encodable> most = extra.values().stream()
                    .limit(CmpMessage.MAXIMUM_EXTRA_CERTIFICATES)
                    .toList();
            message.add(new DERTaggedObject(true, 1, Asn1.sequence(most)));
        }
        return Asn1.der(Asn1.sequence(message));
    }
}
