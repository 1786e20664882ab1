package org.bailiwick.cmp;

import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Null;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERTaggedObject;

/** {@code PKIBody} (RFC 9810 §5.1.2) as ASN.1: a tag, and what is in it. */
final class BodyEncoding {

    private BodyEncoding() {}

    /**
     * Reads what a client says.
     *
     * @throws CmpException if it asks for what is never given
     * @throws EncodingException if it has another structure
     */
    static CmpBody readRequest(BodyKind kind, ASN1Encodable value) throws EncodingException, CmpException {
        return switch (kind) {
            case IR, CR, KUR -> CertificateRequest.read(kind, value);
            case P10CR -> Pkcs10Request.read(value);
            case RR -> RevocationRequest.read(value);
            case CERT_CONF -> CertificateConfirmation.read(value);
            case POLL_REQ -> PollRequest.read(value);
            case GENM -> GeneralMessage.read(value);
            case ERROR -> ErrorMessage.read(value);
            default -> new Unsupported(kind);
        };
    }

    /**
     * Reads what a CA says.
     *
     * @throws CmpException if it gives what is never taken
     * @throws EncodingException if it has another structure
     */
    static CmpBody readResponse(BodyKind kind, ASN1Encodable value) throws EncodingException, CmpException {
        return switch (kind) {
            case IP, CP, KUP -> CertificateResponse.read(kind, value);
            case RP -> RevocationResponse.read(value);
            case PKICONF -> confirmed(value);
            case GENP -> GeneralResponse.read(value);
            case ERROR -> ErrorMessage.read(value);
            case POLL_REP -> PollResponse.read(value);
            default -> new Unsupported(kind);
        };
    }

    static ASN1Encodable asn1(CmpBody body) {
        return new DERTaggedObject(true, body.kind().tag(), content(body));
    }

    /** RFC 9810 §7: whether it has something that the older version does not know. */
    static boolean needsVersion2021(CmpBody body) {
        return body instanceof CertificateConfirmation confirmation && confirmation.namesHash();
    }

    /** The only element of a SEQUENCE OF: one certificate, one revocation, one poll in a message. */
    static ASN1Encodable only(ASN1Encodable sequence, String what) throws EncodingException, CmpException {
        SequenceReader elements = SequenceReader.of(sequence);
        if (elements.size() != 1) {
            throw new CmpException(
                    FailureInfo.BAD_REQUEST,
                    "The message has %d %s; there must be one (RFC 9483).".formatted(elements.size(), what));
        }
        return elements.next();
    }

    private static ASN1Encodable content(CmpBody body) {
        if (body instanceof CertificateRequest request) {
            return request.asn1();
        } else if (body instanceof Pkcs10Request request) {
            return Asn1.embedded(request.csr());
        } else if (body instanceof RevocationRequest request) {
            return request.asn1();
        } else if (body instanceof CertificateConfirmation confirmation) {
            return confirmation.asn1();
        } else if (body instanceof PollRequest request) {
            return request.asn1();
        } else if (body instanceof GeneralMessage message) {
            return message.asn1();
        } else {
            return answer(body);
        }
    }

    private static ASN1Encodable answer(CmpBody body) {
        if (body instanceof CertificateResponse response) {
            return response.asn1();
        } else if (body instanceof RevocationResponse response) {
            return response.asn1();
        } else if (body instanceof Confirmed) {
            return DERNull.INSTANCE;
        } else if (body instanceof PollResponse response) {
            return response.asn1();
        } else if (body instanceof GeneralResponse response) {
            return response.asn1();
        } else if (body instanceof ErrorMessage message) {
            return message.asn1();
        } else {
            throw new IllegalArgumentException("a body of the kind %s is not sent".formatted(body.kind()));
        }
    }

    private static Confirmed confirmed(ASN1Encodable value) throws EncodingException {
        if (value instanceof ASN1Null) {
            return new Confirmed();
        }
        throw new EncodingException("a pkiconf is no NULL");
    }
}
