package org.bailiwick.cmp;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.bailiwick.ca.DerElement;
import org.bailiwick.ca.DistinguishedEncoding;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bailiwick.ca.SignatureAlgorithms;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * A {@code PKIMessage} (RFC 9810 §5.1) that was read. It is DER to the last octet, has no more than what is said here, and its
 * body is one of {@link CmpBody}; who wrote it is not known before its protection was verified.
 *
 * <p>Immutable.
 */
public final class CmpMessage {

    /** In octets: an RA's request with its evidence. */
    public static final int MAXIMUM_REQUEST = 64 * 1024;

    /** In octets: an answer with chains, or a CRL of some thousand entries. */
    public static final int MAXIMUM_RESPONSE = 256 * 1024;

    /** Certificates beside the body. */
    public static final int MAXIMUM_EXTRA_CERTIFICATES = 10;

    private static final String OTHER_STRUCTURE = "it does not have the structure of RFC 9810 §5.1";

    private final byte[] der;
    private final HeaderEncoding header;
    private final CmpBody body;
    private final byte @Nullable [] protection;
    private final byte[] protectedPart;
    private final ProtectedBy protectedBy;
    private final List<byte[]> extraCertificates;
    private final boolean answer;

    private CmpMessage(
            boolean answer,
            byte[] der,
            HeaderEncoding header,
            CmpBody body,
            byte @Nullable [] protection,
            byte[] protectedPart,
            List<byte[]> extraCertificates) {
        this.der = der;
        this.header = header;
        this.body = body;
        this.protection = protection;
        this.protectedPart = protectedPart;
        this.protectedBy = protectedBy(header.algorithm(), protection);
        this.extraCertificates = extraCertificates;
        this.answer = answer;
    }

    /** By what kind of thing a message is protected. */
    public enum ProtectedBy {
        /** By nothing. */
        NOTHING,
        /** By a MAC of a shared secret. */
        MAC,
        /** By a signature. */
        SIGNATURE,
        /** By an algorithm that is not taken. */
        SOMETHING_ELSE
    }

    /**
     * Reads what a client sent. Answers, announcements and nested messages are {@link Unsupported} here.
     *
     * @throws CmpException {@code badDataFormat} if it is no PKIMessage in DER or larger than {@link #MAXIMUM_REQUEST}, {@code
     *     unsupportedVersion}, {@code badSenderNonce}, {@code badRequest} if it asks for more than one thing, {@code badPOP} if
     *     a CRMF request has no signature (raVerified among these), and whatever else its header or body deserves
     */
    public static CmpMessage parseRequest(byte[] der) throws CmpException {
        return parse(der, MAXIMUM_REQUEST, false);
    }

    /**
     * Reads what a CA answered. Requests, announcements and nested messages are {@link Unsupported} here.
     *
     * @throws CmpException likewise
     */
    public static CmpMessage parseResponse(byte[] der) throws CmpException {
        return parse(der, MAXIMUM_RESPONSE, true);
    }

    private static CmpMessage parse(byte[] der, int maximum, boolean answer) throws CmpException {
        SequenceReader message;
        HeaderEncoding header;
        try {
            message = SequenceReader.of(DistinguishedEncoding.read(der, maximum));
            header = HeaderEncoding.read(message.next());
        } catch (EncodingException malformed) {
            throw malformed(malformed.clause(), malformed);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException otherStructure) {
            throw malformed(OTHER_STRUCTURE, otherStructure);
        }
        try {
            return rest(der.clone(), header.requireSound(), message, answer);
        } catch (CmpException refused) {
            throw refused.in(header.header());
        } catch (EncodingException malformed) {
            throw malformed(malformed.clause(), malformed).in(header.header());
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException otherStructure) {
            throw malformed(OTHER_STRUCTURE, otherStructure).in(header.header());
        }
    }

    private static CmpMessage rest(byte[] der, HeaderEncoding header, SequenceReader message, boolean answer)
            throws EncodingException, CmpException {
        if (!(message.next() instanceof ASN1TaggedObject tagged && tagged.hasContextTag() && tagged.isExplicit())) {
            throw new EncodingException("its body has no tag");
        }
        BodyKind kind = BodyKind.ofTag(tagged.getTagNo())
                .orElseThrow(() -> new EncodingException("its body is of no kind that RFC 9810 has"));
        Optional<ASN1Encodable> protection = message.nextTagged(0);
        Optional<ASN1Encodable> certificates = message.nextTagged(1);
        message.requireEnd();
        List<byte[]> extra = certificates.isPresent() ? certificates(certificates.get()) : List.of();
        ASN1Encodable content = tagged.getExplicitBaseObject();
        return new CmpMessage(
                answer,
                der,
                header,
                answer ? BodyEncoding.readResponse(kind, content) : BodyEncoding.readRequest(kind, content),
                protection.isPresent() ? bits(protection.get()) : null,
                protectedPart(der),
                extra);
    }

    /** The octets that were protected, as they came: what was read and is written again might be others. */
    private static byte[] protectedPart(byte[] der) throws EncodingException {
        DerElement.Contents elements = DerElement.at(der, 0, der.length).elements();
        DerElement header = elements.next();
        DerElement body = elements.next();
        byte[] sequence = DerElement.header(DerElement.SEQUENCE, body.end() - header.start());
        byte[] part = Arrays.copyOf(sequence, sequence.length + body.end() - header.start());
        System.arraycopy(der, header.start(), part, sequence.length, body.end() - header.start());
        return part;
    }

    private static byte[] bits(ASN1Encodable protection) throws EncodingException {
        if (protection instanceof ASN1BitString bits && bits.getPadBits() == 0) {
            return bits.getOctets();
        }
        throw new EncodingException("its protection is no BIT STRING of whole octets");
    }

    private static List<byte[]> certificates(ASN1Encodable value) throws EncodingException {
        SequenceReader certificates = SequenceReader.of(value);
        if (certificates.size() > MAXIMUM_EXTRA_CERTIFICATES) {
            throw new EncodingException("it has %d certificates beside its body, more than %d"
                    .formatted(certificates.size(), MAXIMUM_EXTRA_CERTIFICATES));
        }
        List<byte[]> all = new ArrayList<>();
        while (!certificates.atEnd()) {
            all.add(Asn1.der(certificates.next(ASN1Sequence.class)));
        }
        return Collections.unmodifiableList(all);
    }

    private static CmpException malformed(String clause, Exception cause) {
        return new CmpException(
                FailureInfo.BAD_DATA_FORMAT, "The message cannot be read: %s.".formatted(clause), cause);
    }

    /** What the header says. */
    public CmpHeader header() {
        return header.header();
    }

    /** What is asked or answered. */
    public CmpBody body() {
        return body;
    }

    /** The whole message as it came, in a fresh array: what an RA signed is evidence. */
    public byte[] der() {
        return der.clone();
    }

    /** What it says that it is protected by; nothing was verified. */
    public ProtectedBy protectedBy() {
        return protectedBy;
    }

    private static ProtectedBy protectedBy(@Nullable AlgorithmIdentifier algorithm, byte @Nullable [] protection) {
        if (algorithm == null || protection == null) {
            return ProtectedBy.NOTHING;
        } else if (MacAlgorithm.isMac(algorithm)) {
            return ProtectedBy.MAC;
        } else if (SignatureAlgorithms.isSound(algorithm)) {
            return ProtectedBy.SIGNATURE;
        } else {
            return ProtectedBy.SOMETHING_ELSE;
        }
    }

    /**
     * {@code extraCerts} (RFC 9810 §5.1), DER, in their order, at most {@value #MAXIMUM_EXTRA_CERTIFICATES}. None of them is to
     * be trusted for being here.
     */
    public List<byte[]> extraCertificates() {
        return extraCertificates.stream().map(byte[]::clone).toList();
    }

    /**
     * The first of these, which is that of the signer (RFC 9483 §3.3), for a client that trusts whom its trust anchor vouches for: it
     * must validate the path before it gives this to {@link SignatureProtection#verify}. Empty if there is none, or if it
     * is no certificate.
     */
    public Optional<X509Certificate> signer() {
        return extraCertificates.stream().findFirst().flatMap(CmpMessage::certificate);
    }

    private static Optional<X509Certificate> certificate(byte[] der) {
        try {
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (CertificateException notACertificate) {
            return Optional.empty();
        }
    }

    /**
     * An error message that nobody protects, for who sent nothing that can be answered with protection.
     *
     * @param header the answer's
     * @return DER of the {@code PKIMessage}
     */
    public static byte[] unprotected(CmpHeader header, ErrorMessage error) {
        return ProtectedPart.of(header, error, null).message(null, List.of());
    }

    /** Whether it was read as an answer. */
    boolean isAnswer() {
        return answer;
    }

    /** What it is protected by; null if by nothing. */
    @Nullable
    AlgorithmIdentifier algorithm() {
        return header.algorithm();
    }

    /** The signature or MAC; null if there is none. */
    byte @Nullable [] protection() {
        return protection;
    }

    /** What that covers: DER of {@code ProtectedPart}. */
    byte[] protectedPart() {
        return protectedPart;
    }
}
