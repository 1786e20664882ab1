package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bailiwick.hsm.SignatureScheme;
import org.junit.jupiter.api.Test;

class RegistrationAuthorityCertificateTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static final TestAuthority AUTHORITY = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);

    private static final SoftwareSigner KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);

    @Test
    void itIsForRelayingOnlyAndNamesTheRegistrationAuthority() throws GeneralSecurityException {
        CertificateIssuer issuer = AUTHORITY.issuer();
        PreparedCertificate prepared =
                issuer.prepareRegistrationAuthority("branch-7", KEY.publicKey(), SerialNumber.random(), NOW);
        byte[] der = issuer.issue(prepared).der();
        X509Certificate certificate = CertificateChain.ofDer(List.of(der)).first();
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.28");
        assertThat(certificate.getKeyUsage())
                .containsExactly(true, false, false, false, false, false, false, false, false);
        assertThat(certificate.getBasicConstraints()).isNegative();
        assertThat(certificate.getSubjectAlternativeNames()).isNull();
        assertThat(certificate.getExtensionValue("1.3.6.1.5.5.7.48.1.5")).isNull();
        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=branch-7, CN=Issuing CA, O=Example");
        assertThat(prepared.identifiers()).isEmpty();
        assertThat(prepared.notAfter()).isEqualTo("2026-05-30T10:59:59Z");
        assertThat(EndEntityCertificate.read(der).kind()).isEqualTo(CertificateKind.REGISTRATION_AUTHORITY);
    }

    /** Else whoever may define profiles could make registration authorities. */
    @Test
    void noProfileMakesOne() {
        assertThatIllegalArgumentException().isThrownBy(() -> ExtendedKeyUsage.parse("1.3.6.1.5.5.7.3.28"));
    }

    /** The sweep does not sign one that was interrupted, and none is a responder's. */
    @Test
    void theChecksOfOtherCertificatesRefuseIt() {
        CertificateIssuer issuer = AUTHORITY.issuer();
        byte[] tbs = issuer.prepareRegistrationAuthority("branch-7", KEY.publicKey(), SerialNumber.random(), NOW)
                .tbs();
        TbsCertificateChecks checks = new TbsCertificateChecks(
                IssuerFields.of(AUTHORITY.chain().first(), AUTHORITY.signer()).within(AUTHORITY.chain()),
                KeyRequirements.ofCertificateKeys());
        assertThat(checks.checkNameless(tbs, RegistrationAuthorityCertificate.named("branch-7")))
                .isEmpty();
        assertThat(checks.checkNameless(tbs, RegistrationAuthorityCertificate.named("branch-8")))
                .containsExactly("its subject is not the issuer's and the common name \"branch-8\"");
        assertThat(checks.checkResponder(tbs)).isNotEmpty();
        assertThat(checks.check(tbs)).isNotEmpty();
        assertThatExceptionOfType(CertificateNotIssuableException.class).isThrownBy(() -> issuer.resume(tbs, NOW));
    }
}
