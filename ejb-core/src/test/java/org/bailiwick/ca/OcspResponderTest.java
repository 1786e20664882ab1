package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 6960 §4.2. */
class OcspResponderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.75Z");
    private static final Instant SECOND = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LIFE = Duration.ofHours(1);

    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final X509Certificate ISSUER = AUTHORITY.chain().first();
    private static final SoftwareSigner KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final byte[] RESPONDERS_CERTIFICATE = certificate(AUTHORITY, KEY);
    private static final OcspResponder RESPONDER = new OcspResponder(ISSUER, RESPONDERS_CERTIFICATE, KEY);

    @Test
    void anAnswerTellsWhatIsKnownOfEach() throws Exception {
        List<SerialNumber> serials = List.of(SerialNumber.random(), SerialNumber.random(), SerialNumber.random());
        OcspRequest request = OcspRequest.parse(OcspRequests.about(ISSUER, serials.get(0))
                .and(ISSUER, serials.get(1).value())
                .and(ISSUER, serials.get(2).value())
                .nonce(32)
                .der());
        List<OcspStatus> statuses = List.of(
                OcspStatus.GOOD,
                new OcspStatus.Revoked(NOW.minusSeconds(60), RevocationReason.KEY_COMPROMISE),
                OcspStatus.UNKNOWN);

        OcspResponse response = RESPONDER.answer(known(request, statuses), request.nonce(), NOW, LIFE);

        BasicOCSPResp answer = verified(response, KEY.publicKey());
        assertThat(response.producedAt()).isEqualTo(SECOND);
        assertThat(response.thisUpdate()).isEqualTo(SECOND.minus(Duration.ofMinutes(10)));
        assertThat(response.statuses()).isEqualTo(statuses);
        assertThat(response.nextUpdate()).isEqualTo(SECOND.plus(LIFE));
        assertThat(answer.getProducedAt()).isEqualTo(SECOND);
        assertThat(answer.getResponderId().toASN1Primitive().getKeyHash())
                .isEqualTo(IssuerHashes.sha1(IssuerHashes.keyBits(
                        new X509CertificateHolder(RESPONDERS_CERTIFICATE).getSubjectPublicKeyInfo())));
        assertThat(answer.getCerts()).containsExactly(new X509CertificateHolder(RESPONDERS_CERTIFICATE));
        Extension nonce = answer.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        assertThat(ASN1OctetString.getInstance(nonce.getParsedValue()).getOctets())
                .isEqualTo(request.nonce().orElseThrow());
        SingleResp[] all = answer.getResponses();
        assertThat(all).hasSize(3).allSatisfy(each -> {
            assertThat(each.getThisUpdate()).isEqualTo(SECOND.minusSeconds(600));
            assertThat(each.getNextUpdate()).isEqualTo(SECOND.plus(LIFE));
        });
        for (int i = 0; i < all.length; i++) {
            assertThat(Asn1.der(all[i].getCertID().toASN1Primitive()))
                    .isEqualTo(Asn1.der(request.certificates().get(i).asn1()));
        }
        assertThat(all[0].getCertStatus()).isSameAs(CertificateStatus.GOOD);
        RevokedStatus revoked = (RevokedStatus) all[1].getCertStatus();
        assertThat(revoked.getRevocationTime()).isEqualTo(SECOND.minusSeconds(60));
        assertThat(revoked.getRevocationReason()).isEqualTo(1);
        assertThat(all[2].getCertStatus()).isInstanceOf(UnknownStatus.class);
    }

    /** RFC 5280 §5.3.1: "the reason code CRL entry extension SHOULD be absent instead of using the unspecified". */
    @Test
    void noReasonIsNotSaid() throws Exception {
        OcspRequest request = OcspRequest.parse(
                OcspRequests.about(ISSUER, SerialNumber.random()).der());
        OcspStatus status = new OcspStatus.Revoked(NOW, RevocationReason.UNSPECIFIED);
        BasicOCSPResp answer = verified(
                RESPONDER.answer(known(request, List.of(status)), Optional.empty(), NOW, LIFE), KEY.publicKey());
        assertThat(((RevokedStatus) answer.getResponses()[0].getCertStatus()).hasRevocationReason())
                .isFalse();
        assertThat(answer.hasExtensions()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void itSignsByEveryScheme(SignatureScheme scheme) throws Exception {
        TestAuthority authority = TestAuthority.of(scheme);
        SoftwareSigner key = SoftwareSigner.of(scheme);
        OcspRequest request =
                OcspRequest.parse(OcspRequests.about(authority.chain().first(), SerialNumber.random())
                        .der());
        OcspResponse response =
                responder(authority, key).answer(known(request, List.of(OcspStatus.GOOD)), Optional.empty(), NOW, LIFE);
        verified(response, key.publicKey());
    }

    /** An answer is worth nothing without a valid certificate. */
    @Test
    void anAnswerIsOverWithTheRespondersCertificate() throws MalformedOcspRequestException {
        OcspRequest request = OcspRequest.parse(
                OcspRequests.about(ISSUER, SerialNumber.random()).der());
        List<OcspResponder.Known> known = known(request, List.of(OcspStatus.GOOD));
        Instant end = RESPONDER.notAfter();
        assertThat(RESPONDER
                        .answer(known, Optional.empty(), end.minusSeconds(10), LIFE)
                        .nextUpdate())
                .isEqualTo(end);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> RESPONDER.answer(known, Optional.empty(), end, LIFE));
    }

    /** ABUSE H4. */
    @Test
    void whatIsNotItsSignatureIsNeverReleased() throws MalformedOcspRequestException {
        OcspRequest request = OcspRequest.parse(
                OcspRequests.about(ISSUER, SerialNumber.random()).der());
        SoftwareSigner other = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        for (CaSigner wrong : List.of(
                replaced(tbs -> other.sign(tbs)),
                replaced(tbs -> KEY.sign(new byte[1])),
                replaced(tbs -> new byte[64]),
                replaced(tbs -> new byte[0]),
                replaced(tbs -> {
                    byte[] flipped = KEY.sign(tbs);
                    flipped[flipped.length - 1] ^= 1;
                    return flipped;
                }))) {
            OcspResponder responder = new OcspResponder(ISSUER, RESPONDERS_CERTIFICATE, wrong);
            assertThatExceptionOfType(UnsoundOcspResponseException.class)
                    .isThrownBy(() ->
                            responder.answer(known(request, List.of(OcspStatus.GOOD)), Optional.empty(), NOW, LIFE));
        }
    }

    @Test
    void keyAndCertificateBelongTogetherAndToTheIssuer() {
        SoftwareSigner other = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        X509Certificate elsewhere =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain().first();
        CertificateIssuer issuer = AUTHORITY.issuer();
        byte[] server = issuer.issue(issuer.prepare(
                        CertificateProfile.tlsserver(),
                        List.of(new DnsIdentifier("host.corp")),
                        KEY.publicKey(),
                        RequestedValidity.NONE,
                        SerialNumber.random(),
                        NOW))
                .der();
        assertThatIllegalArgumentException().isThrownBy(() -> new OcspResponder(ISSUER, RESPONDERS_CERTIFICATE, other));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OcspResponder(elsewhere, RESPONDERS_CERTIFICATE, KEY));
        assertThatIllegalArgumentException().isThrownBy(() -> new OcspResponder(ISSUER, server, KEY));
        assertThatIllegalArgumentException().isThrownBy(() -> new OcspResponder(ISSUER, new byte[3], KEY));
    }

    @ParameterizedTest
    @EnumSource
    void anErrorIsAnEnumerated(OcspError error) throws IOException {
        assertThat(new OCSPResp(error.der()).getStatus())
                .isEqualTo(
                        switch (error) {
                            case MALFORMED_REQUEST -> OCSPResp.MALFORMED_REQUEST;
                            case INTERNAL_ERROR -> OCSPResp.INTERNAL_ERROR;
                            case TRY_LATER -> OCSPResp.TRY_LATER;
                            case UNAUTHORIZED -> OCSPResp.UNAUTHORIZED;
                        });
    }

    private static byte[] certificate(TestAuthority authority, SoftwareSigner key) {
        CertificateIssuer issuer = authority.issuer();
        return issuer.issue(issuer.prepareResponder(key.publicKey(), SerialNumber.random(), NOW))
                .der();
    }

    private static OcspResponder responder(TestAuthority authority, SoftwareSigner key) {
        return new OcspResponder(authority.chain().first(), certificate(authority, key), key);
    }

    private static List<OcspResponder.Known> known(OcspRequest request, List<OcspStatus> statuses) {
        List<OcspResponder.Known> known = new ArrayList<>();
        for (int i = 0; i < statuses.size(); i++) {
            known.add(new OcspResponder.Known(request.certificates().get(i), statuses.get(i)));
        }
        return known;
    }

    private static BasicOCSPResp verified(OcspResponse response, PublicKey key)
            throws IOException, OCSPException, OperatorCreationException {
        OCSPResp read = new OCSPResp(response.der());
        assertThat(read.getStatus()).isEqualTo(OCSPResp.SUCCESSFUL);
        BasicOCSPResp answer = (BasicOCSPResp) read.getResponseObject();
        assertThat(answer.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .setProvider(BouncyCastle.PROVIDER)
                        .build(key)))
                .isTrue();
        return answer;
    }

    private static CaSigner replaced(UnaryOperator<byte[]> signing) {
        return new CaSigner() {
            @Override
            public PublicKey publicKey() {
                return KEY.publicKey();
            }

            @Override
            public SignatureScheme scheme() {
                return KEY.scheme();
            }

            @Override
            public byte[] sign(byte[] completeTbs) {
                return signing.apply(completeTbs);
            }
        };
    }
}
