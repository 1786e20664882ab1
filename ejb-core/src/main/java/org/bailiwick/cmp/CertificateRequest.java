package org.bailiwick.cmp;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.KeyRequirements;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.ca.SequenceReader;
import org.bailiwick.ca.SignatureAlgorithms;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.VerifiedSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.crmf.CRMFObjectIdentifiers;

/**
 * {@code ir}, {@code cr} or {@code kur}: a request for one certificate in CRMF (RFC 4211). Its sender has the private key, which
 * the signature in it shows (§4.1); {@code raVerified} and keys that cannot sign are refused when it is read. Of the template, the
 * subject, the names, the key and the validity are taken; other extensions are read over, as those of a PKCS#10 request are.
 *
 * <p>Immutable.
 */
public final class CertificateRequest implements CmpBody {

    /** RFC 9483 §4.1.1. */
    private static final int OUR_REQUEST_ID = 0;

    private static final ASN1ObjectIdentifier OLD_CERTIFICATE = CRMFObjectIdentifiers.id_regCtrl_oldCertID;

    private final BodyKind kind;
    private final ASN1Encodable message;
    private final int requestId;
    private final X500Principal subject;
    private final byte[] subjectDer;
    private final byte[] subjectPublicKeyInfo;
    private final Optional<byte[]> extensions;
    private final RequestedValidity validity;
    private final Optional<CertificateName> oldCertificate;
    private final ProofOfPossession proof;

    private CertificateRequest(
            BodyKind kind, ASN1Encodable message, Certification certification, ProofOfPossession proof)
            throws EncodingException, CmpException {
        this.kind = kind;
        this.message = message;
        this.requestId = certification.requestId();
        CertificateTemplate template = certification.template();
        this.subjectDer = template.subject().orElseGet(CmpHeader.NOBODY::getEncoded);
        this.subject = Asn1.principal(Asn1.embedded(subjectDer));
        this.subjectPublicKeyInfo = template.publicKey()
                .orElseThrow(() -> new CmpException(
                        FailureInfo.BAD_CERT_TEMPLATE, "The template has no key; keys are made by who uses them."));
        this.extensions = template.extensions();
        this.validity = template.validity();
        this.oldCertificate = certification.oldCertificate();
        this.proof = proof;
    }

    /** {@code CertRequest} (RFC 4211 §6) without what says nothing here. */
    private record Certification(
            int requestId, CertificateTemplate template, Optional<CertificateName> oldCertificate) {}

    /**
     * {@code ir} for a first certificate.
     *
     * @param subject the name asked for
     * @param key which signs the proof of possession
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     */
    public static CertificateRequest initial(X500Principal subject, CaSigner key) {
        return signed(BodyKind.IR, subject, Optional.empty(), key);
    }

    /**
     * {@code kur} for another certificate.
     *
     * @param subject the name asked for: that of the old one
     * @param old the certificate that it is to replace
     * @param key the key of the new one, which may be the old one's
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     */
    public static CertificateRequest update(X500Principal subject, CertificateName old, CaSigner key) {
        return signed(BodyKind.KUR, subject, Optional.of(old), key);
    }

    private static CertificateRequest signed(
            BodyKind kind, X500Principal subject, Optional<CertificateName> old, CaSigner key) {
        List<ASN1Encodable> request = new ArrayList<>();
        request.add(new ASN1Integer(OUR_REQUEST_ID));
        request.add(CertificateTemplate.forKey(subject, key.publicKey().getEncoded()));
        old.ifPresent(certificate -> request.add(Asn1.sequence(Asn1.sequence(
                OLD_CERTIFICATE,
                Asn1.sequence(Asn1.directoryName(certificate.issuer()), new ASN1Integer(certificate.serial()))))));
        ASN1Encodable certRequest = Asn1.sequence(request);
        byte[] signature = new VerifiedSigner(key).sign(Asn1.der(certRequest));
        ASN1Encodable proof =
                new DERTaggedObject(false, 1, Asn1.sequence(SignatureAlgorithms.of(key), new DERBitString(signature)));
        try {
            return read(kind, Asn1.embedded(Asn1.der(Asn1.sequence(Asn1.sequence(certRequest, proof)))));
        } catch (EncodingException | CmpException impossible) {
            throw new IllegalStateException("our own request can be read", impossible);
        }
    }

    /**
     * Reads {@code CertReqMessages}.
     *
     * @throws CmpException {@code badRequest} for more than one, {@code badPOP} without a signature, {@code badCertTemplate} without a
     *     key
     * @throws EncodingException if it has another structure
     */
    static CertificateRequest read(BodyKind kind, ASN1Encodable value) throws EncodingException, CmpException {
        SequenceReader message = SequenceReader.of(BodyEncoding.only(value, "requests for certificates"));
        ASN1Sequence request = message.next(ASN1Sequence.class);
        ProofOfPossession proof = ProofOfPossession.read(message, Asn1.der(request));
        message.nextIf(ASN1Sequence.class); // regInfo
        message.requireEnd();
        return new CertificateRequest(kind, value, certification(kind, request), proof);
    }

    private static Certification certification(BodyKind kind, ASN1Sequence value)
            throws EncodingException, CmpException {
        SequenceReader request = SequenceReader.of(value);
        int requestId = Asn1.number(request.next(ASN1Integer.class));
        CertificateTemplate template = CertificateTemplate.read(request.next());
        Optional<CertificateName> old = Optional.empty();
        Optional<ASN1Sequence> controls = request.nextIf(ASN1Sequence.class);
        request.requireEnd();
        if (controls.isPresent()) {
            SequenceReader all = SequenceReader.of(controls.get());
            while (!all.atEnd()) {
                CertificateName named = oldCertificate(kind, SequenceReader.of(all.next()));
                if (old.isPresent()) {
                    throw new EncodingException("it has a control twice");
                }
                old = Optional.of(named);
            }
        }
        return new Certification(requestId, template, old);
    }

    /** Who asks for more, as to have his key kept or the certificate published, would not be content without. */
    private static CertificateName oldCertificate(BodyKind kind, SequenceReader control)
            throws EncodingException, CmpException {
        ASN1ObjectIdentifier type = control.next(ASN1ObjectIdentifier.class);
        if (kind != BodyKind.KUR || !type.equals(OLD_CERTIFICATE)) {
            throw new CmpException(
                    FailureInfo.BAD_REQUEST,
                    "The control %s is not granted: only oldCertID is, in a kur (RFC 4211 §6).".formatted(type));
        }
        SequenceReader id = SequenceReader.of(control.next());
        control.requireEnd();
        X500Principal issuer = Asn1.ofDirectoryName(id.next());
        CertificateName named = new CertificateName(issuer, Asn1.serial(id.next(ASN1Integer.class)));
        id.requireEnd();
        return named;
    }

    ASN1Encodable asn1() {
        return message;
    }

    /** IR, CR or KUR. */
    @Override
    public BodyKind kind() {
        return kind;
    }

    /** {@code certReqId}, which the answer repeats; 0 with most (RFC 9483 §4.1.1). */
    public int requestId() {
        return requestId;
    }

    /** The subject asked for; the empty name if there is none. */
    public X500Principal subject() {
        return subject;
    }

    /** The certificate that is to be replaced ({@code oldCertId}); only in {@code kur}, and there sometimes missing. */
    public Optional<CertificateName> oldCertificate() {
        return oldCertificate;
    }

    /** The validity asked for. */
    public RequestedValidity validity() {
        return validity;
    }

    /**
     * The key to be certified, for who decides about the names alone.
     *
     * @throws CmpException {@code badCertTemplate} if it is not acceptable, {@code badAlg} if the proof's algorithm is not, {@code
     *     badPOP} if the proof is not by this key
     */
    public PublicKey provenKey(KeyRequirements keys) throws CmpException {
        PublicKey key;
        try {
            key = keys.require(subjectPublicKeyInfo);
        } catch (AcmeException refused) {
            throw CmpException.of(refused);
        }
        proof.require(key);
        return key;
    }

    /**
     * What a PKCS#10 request would have said: key and names, at least one.
     *
     * @throws CmpException as {@link #provenKey}, and {@code badCertTemplate} if there is no name or one of a kind that is not issued
     */
    public CertificationRequest certification(KeyRequirements keys) throws CmpException {
        PublicKey key = provenKey(keys);
        try {
            return CertificationRequest.ofTemplate(key, subjectDer, extensions);
        } catch (AcmeException refused) {
            throw CmpException.of(refused);
        }
    }
}
