package org.bailiwick.cmp;

import org.bailiwick.acme.AcmeException;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.UnprovenKeyException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;

/** {@code p10cr} (RFC 9810 §5.3.3): a PKCS#10 request, octet for octet as whoever has the key made it. Immutable. */
public final class Pkcs10Request implements CmpBody {

    /** What the answer has as {@code certReqId} (RFC 9483 §4.1.4). */
    public static final int REQUEST_ID = -1;

    private final byte[] der;

    private Pkcs10Request(byte[] der) {
        this.der = der.clone();
    }

    /**
     * A request to be relayed.
     *
     * @param csr DER of a {@code CertificationRequest} (RFC 2986 §4)
     */
    public static Pkcs10Request of(byte[] csr) {
        return new Pkcs10Request(csr);
    }

    static Pkcs10Request read(ASN1Encodable value) throws EncodingException {
        if (value instanceof ASN1Sequence request) {
            return new Pkcs10Request(Asn1.der(request));
        }
        throw new EncodingException("a p10cr is no SEQUENCE");
    }

    @Override
    public BodyKind kind() {
        return BodyKind.P10CR;
    }

    /** The request, DER, in a fresh array. */
    public byte[] csr() {
        return der.clone();
    }

    /**
     * Reads it as that of an ACME client is read.
     *
     * @throws CmpException {@code badPOP} if its signature is not by its own key, else {@code badCertTemplate}, with the sentence
     *     of {@code badCSR}
     */
    public CertificationRequest certification(KeyRequirements keys) throws CmpException {
        try {
            return CertificationRequest.parse(der, keys);
        } catch (UnprovenKeyException unproven) {
            throw new CmpException(FailureInfo.BAD_POP, unproven.problem().detail(), unproven);
        } catch (AcmeException refused) {
            throw CmpException.of(refused);
        }
    }
}
