package org.bailiwick.ca;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bailiwick.hsm.CaSigner;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * Signs what is known of an issuer's certificates (RFC 6960 §4.2), in the issuer's name: by a key and a certificate for
 * that only (§4.2.2.2, Authorized Responders).
 *
 * <p>Safe for use by many threads. Holds no state but what it was made of.
 */
public final class OcspResponder {

    /** How far {@code thisUpdate} lies back, as that of CRLs: clocks inside a network are wrong by minutes. */
    private static final Duration BACKDATE = Duration.ofMinutes(10);

    private final X509Certificate certificate;
    private final CaSigner signer;
    private final AlgorithmIdentifier algorithm;
    private final ResponderID id;
    private final DERSequence certificates;

    /**
     * A responder whose key and certificate belong together.
     *
     * @param issuer the certificate of the issuer that it answers for
     * @param certificate DER, as {@link CertificateIssuer#prepareResponder} makes it
     * @param signer its key
     * @throws IllegalArgumentException if the issuer did not issue the certificate, or if that is for another key or not for
     *     this
     */
    public OcspResponder(X509Certificate issuer, byte[] certificate, CaSigner signer) {
        this.certificate = read(certificate);
        this.signer = signer;
        requireIssued(issuer, this.certificate);
        byte[] key = signer.publicKey().getEncoded();
        if (!Arrays.equals(this.certificate.getPublicKey().getEncoded(), key)) {
            throw new IllegalArgumentException("the key in the token is not that of the OCSP responder's certificate");
        }
        this.algorithm = algorithm(signer);
        this.id = new ResponderID(
                new DEROctetString(IssuerHashes.sha1(IssuerHashes.keyBits(SubjectPublicKeyInfo.getInstance(key)))));
        this.certificates =
                new DERSequence(org.bouncycastle.asn1.x509.Certificate.getInstance(encoded(this.certificate)));
    }

    /** A part of an answer: what is known of one certificate. */
    public record Known(OcspCertificateId id, OcspStatus status) {}

    /** The last second of its certificate's validity. */
    public Instant notAfter() {
        return certificate.getNotAfter().toInstant();
    }

    /**
     * Has an answer signed, and verifies the signature.
     *
     * @param known at least one
     * @param nonce what the request had, if it had one
     * @param now the moment at which all of this is known
     * @param life how long it may be relied on; never longer than the responder's certificate is valid
     * @throws org.bailiwick.hsm.TokenException if the token does not sign
     * @throws UnsoundOcspResponseException if what the token gave is not this responder's signature
     * @throws IllegalStateException if the responder's certificate is over
     */
    public OcspResponse answer(List<Known> known, Optional<byte[]> nonce, Instant now, Duration life) {
        Instant producedAt = now.truncatedTo(ChronoUnit.SECONDS);
        Instant wanted = producedAt.plus(life);
        Instant nextUpdate = wanted.isAfter(notAfter()) ? notAfter() : wanted;
        if (!nextUpdate.isAfter(producedAt)) {
            throw new IllegalStateException("the OCSP responder's certificate is over");
        }
        Instant thisUpdate = producedAt.minus(BACKDATE);
        ASN1GeneralizedTime from = Validity.generalizedTime(thisUpdate);
        ASN1GeneralizedTime to = Validity.generalizedTime(nextUpdate);
        ASN1Encodable[] responses = known.stream()
                .map(each -> new SingleResponse(each.id().asn1(), status(each.status()), from, to, (Extensions) null))
                .toArray(ASN1Encodable[]::new);
        ResponseData tbs = new ResponseData(
                id,
                Validity.generalizedTime(producedAt),
                new DERSequence(responses),
                nonce.map(OcspResponder::echo).orElse(null));
        BasicOCSPResponse basic =
                new BasicOCSPResponse(tbs, algorithm, new DERBitString(signature(der(tbs))), certificates);
        OCSPResponse response = new OCSPResponse(
                new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
                new ResponseBytes(OCSPObjectIdentifiers.id_pkix_ocsp_basic, new DEROctetString(der(basic))));
        return new OcspResponse(
                der(response), known.stream().map(Known::status).toList(), thisUpdate, producedAt, nextUpdate);
    }

    private byte[] signature(byte[] tbs) {
        byte[] signature = signer.sign(tbs.clone());
        try {
            if (signer.scheme().verifies(certificate.getPublicKey(), tbs, signature)) {
                return signature;
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java runtime cannot verify its own schemes", impossible);
        }
        throw new UnsoundOcspResponseException();
    }

    private static CertStatus status(OcspStatus status) {
        if (status instanceof OcspStatus.Revoked revoked) {
            // as in CRLs, no reason is no extension rather than "unspecified" (RFC 5280 §5.3.1)
            CRLReason reason = revoked.reason() == RevocationReason.UNSPECIFIED
                    ? null
                    : CRLReason.lookup(revoked.reason().code());
            return new CertStatus(
                    new RevokedInfo(Validity.generalizedTime(revoked.at().truncatedTo(ChronoUnit.SECONDS)), reason));
        }
        return status.equals(OcspStatus.GOOD) ? new CertStatus() : new CertStatus(2, DERNull.INSTANCE);
    }

    private static Extensions echo(byte[] nonce) {
        return new Extensions(
                new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, der(new DEROctetString(nonce))));
    }

    private static void requireIssued(X509Certificate issuer, X509Certificate responder) {
        try {
            responder.verify(issuer.getPublicKey());
            if (!responder.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    || !List.of(ResponderCertificate.PURPOSE.getId()).equals(responder.getExtendedKeyUsage())) {
                throw new IllegalArgumentException(
                        "the certificate is not that of an OCSP responder of \"%s\" (RFC 6960 §4.2.2.2)"
                                .formatted(issuer.getSubjectX500Principal()));
            }
        } catch (GeneralSecurityException notSigned) {
            throw new IllegalArgumentException(
                    "the OCSP responder's certificate is not signed by \"%s\""
                            .formatted(issuer.getSubjectX500Principal()),
                    notSigned);
        }
    }

    private static AlgorithmIdentifier algorithm(CaSigner signer) {
        try {
            return AlgorithmIdentifier.getInstance(
                    DistinguishedEncoding.read(signer.scheme().algorithmIdentifier()));
        } catch (EncodingException impossible) {
            throw new IllegalStateException("the schemes are DER", impossible);
        }
    }

    private static X509Certificate read(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException notACertificate) {
            throw new IllegalArgumentException("not an X.509 certificate", notACertificate);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        return CertificateChain.encoded(certificate);
    }

    private static byte[] der(ASN1Object structure) {
        try {
            return structure.getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("a structure that we built has a DER encoding", impossible);
        }
    }
}
