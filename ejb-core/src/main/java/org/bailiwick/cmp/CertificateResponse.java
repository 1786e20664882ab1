package org.bailiwick.cmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * {@code ip}, {@code cp} or {@code kup} (RFC 9810 §5.3.4): what became of one request. A CA's {@code caPubs} are never read: whom
 * to trust is not for an answer to say. A certificate that is encrypted, or comes with a private key, is refused when it is read.
 *
 * <p>Immutable.
 */
public final class CertificateResponse implements CmpBody {

    private final BodyKind kind;
    private final int requestId;
    private final StatusInfo status;
    private final Optional<byte[]> certificate;

    private CertificateResponse(BodyKind kind, int requestId, StatusInfo status, Optional<byte[]> certificate) {
        this.kind = kind;
        this.requestId = requestId;
        this.status = status;
        this.certificate = certificate;
        if (status.isGranted() != certificate.isPresent()) {
            throw new IllegalArgumentException("a certificate is there if it is granted, and only then");
        }
    }

    /**
     * A certificate.
     *
     * @param request the request's kind
     * @param requestId its {@code certReqId}; {@link Pkcs10Request#REQUEST_ID} for {@code p10cr}
     * @param certificate DER
     * @throws IllegalArgumentException if this is no kind of request for a certificate
     */
    public static CertificateResponse issued(BodyKind request, int requestId, byte[] certificate) {
        return new CertificateResponse(
                answerTo(request), requestId, StatusInfo.ACCEPTED, Optional.of(certificate.clone()));
    }

    /**
     * No certificate: {@code rejection}, or {@code waiting}, after which the peer polls.
     *
     * @throws IllegalArgumentException if this is no kind of request for a certificate, or the status grants one
     */
    public static CertificateResponse without(BodyKind request, int requestId, StatusInfo status) {
        return new CertificateResponse(answerTo(request), requestId, status, Optional.empty());
    }

    private static BodyKind answerTo(BodyKind request) {
        return switch (request) {
            case IR -> BodyKind.IP;
            case CR, P10CR -> BodyKind.CP;
            case KUR -> BodyKind.KUP;
            default -> throw new IllegalArgumentException("no certificate is an answer to " + request);
        };
    }

    /** IP, CP or KUP. */
    @Override
    public BodyKind kind() {
        return kind;
    }

    /** The request's {@code certReqId}. */
    public int requestId() {
        return requestId;
    }

    /** How the request went. */
    public StatusInfo status() {
        return status;
    }

    /** DER in a fresh array; there exactly if the status is {@code accepted} or {@code grantedWithMods}. */
    public Optional<byte[]> certificate() {
        return certificate.map(byte[]::clone);
    }

    static CertificateResponse read(BodyKind kind, ASN1Encodable value) throws EncodingException, CmpException {
        SequenceReader content = SequenceReader.of(value);
        content.nextTagged(1); // caPubs
        SequenceReader response = SequenceReader.of(BodyEncoding.only(content.next(), "answers about certificates"));
        content.requireEnd();
        int requestId = Asn1.number(response.next(ASN1Integer.class));
        StatusInfo status = StatusInfo.read(response.next());
        Optional<ASN1Sequence> pair = response.nextIf(ASN1Sequence.class);
        response.nextIf(ASN1OctetString.class); // rspInfo
        response.requireEnd();
        Optional<byte[]> certificate = pair.isPresent() ? Optional.of(certificate(pair.get())) : Optional.empty();
        if (status.isGranted() != certificate.isPresent()) {
            throw new EncodingException("its status is %s, and a certificate is %s"
                    .formatted(status.status().rfcName(), certificate.isPresent() ? "there" : "missing"));
        }
        return new CertificateResponse(kind, requestId, status, certificate);
    }

    /** {@code CertifiedKeyPair} (RFC 9810 §5.3.4) without a pair. */
    private static byte[] certificate(ASN1Sequence value) throws EncodingException {
        SequenceReader pair = SequenceReader.of(value);
        if (!(pair.next() instanceof ASN1TaggedObject tagged && tagged.hasContextTag(0) && tagged.isExplicit())
                || !(tagged.getExplicitBaseObject() instanceof ASN1Sequence certificate)) {
            throw new EncodingException("a certificate is encrypted, or none");
        }
        if (pair.nextTagged(0).isPresent()) {
            throw new EncodingException("a private key comes with a certificate, and nobody asked for one");
        }
        pair.nextTagged(1); // publicationInfo
        pair.requireEnd();
        return Asn1.der(certificate);
    }

    ASN1Encodable asn1() {
        List<ASN1Encodable> response = new ArrayList<>();
        response.add(new ASN1Integer(requestId));
        response.add(status.asn1());
        certificate.ifPresent(der -> response.add(Asn1.sequence(new DERTaggedObject(true, 0, Asn1.embedded(der)))));
        return Asn1.sequence(Asn1.sequence(Asn1.sequence(response)));
    }
}
