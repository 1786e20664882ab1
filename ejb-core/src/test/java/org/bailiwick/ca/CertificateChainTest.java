package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class CertificateChainTest {

    private static final X500Name ROOT = new X500Name("CN=Root");
    private static final X500Name MIDDLE = new X500Name("CN=Middle");
    private static final X500Name LOW = new X500Name("CN=Low");

    private static final SoftwareSigner ROOT_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final SoftwareSigner MIDDLE_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P384_SHA384);
    private static final SoftwareSigner LOW_KEY = SoftwareSigner.of(SignatureScheme.RSA_PSS_SHA256);

    private static final X509Certificate ROOT_CERTIFICATE = authority(ROOT, ROOT, ROOT_KEY, ROOT_KEY, 5);
    private static final X509Certificate MIDDLE_CERTIFICATE = authority(MIDDLE, ROOT, MIDDLE_KEY, ROOT_KEY, 1);
    private static final X509Certificate LOW_CERTIFICATE = authority(LOW, MIDDLE, LOW_KEY, MIDDLE_KEY, 0);

    @Test
    void eachIsSignedByTheNext() {
        CertificateChain chain = new CertificateChain(List.of(LOW_CERTIFICATE, MIDDLE_CERTIFICATE, ROOT_CERTIFICATE));
        assertThat(chain.first()).isEqualTo(LOW_CERTIFICATE);
        assertThat(chain.certificates()).hasSize(3);
        assertThat(CertificateChain.ofDer(chain.certificates().stream()
                        .map(CertificateChain::encoded)
                        .toList()))
                .isEqualTo(chain);
    }

    @Test
    void aChainMayEndBelowTheRoot() {
        assertThat(new CertificateChain(List.of(LOW_CERTIFICATE, MIDDLE_CERTIFICATE)).certificates())
                .hasSize(2);
        assertThat(new CertificateChain(List.of(LOW_CERTIFICATE)).certificates())
                .hasSize(1);
    }

    @Test
    void aLinkThatDoesNotHoldIsRefused() {
        requireRefused("at least one");
        requireRefused("another name", LOW_CERTIFICATE, ROOT_CERTIFICATE);
        requireRefused("another name", ROOT_CERTIFICATE, MIDDLE_CERTIFICATE);
        requireRefused("not signed by", authority(LOW, MIDDLE, LOW_KEY, ROOT_KEY, 0), MIDDLE_CERTIFICATE);
        requireRefused("not signed by", authority(ROOT, ROOT, ROOT_KEY, LOW_KEY, 0));
    }

    @Test
    void onlyAuthoritiesSign() {
        requireRefused("not a CA's", LOW_CERTIFICATE, middle(new BasicConstraints(false), KeyUsage.keyCertSign));
        requireRefused("not a CA's", LOW_CERTIFICATE, middle(new BasicConstraints(true), KeyUsage.cRLSign));
    }

    @Test
    void pathLengthsAreKept() {
        X509Certificate shortMiddle = authority(MIDDLE, ROOT, MIDDLE_KEY, ROOT_KEY, 0);
        requireRefused("path length", LOW_CERTIFICATE, shortMiddle, ROOT_CERTIFICATE);
        requireRefused(
                "path length", LOW_CERTIFICATE, MIDDLE_CERTIFICATE, authority(ROOT, ROOT, ROOT_KEY, ROOT_KEY, 1));
        X509Certificate endEntity =
                certificate(new X500Name("CN=a.corp"), MIDDLE, LOW_KEY, MIDDLE_KEY, new BasicConstraints(false), 128);
        assertThat(new CertificateChain(List.of(endEntity, shortMiddle, ROOT_CERTIFICATE)).certificates())
                .hasSize(3);
    }

    @Test
    void whatIsNoCertificateIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> CertificateChain.ofDer(List.of(new byte[] {1, 2, 3})));
        assertThatIllegalArgumentException().isThrownBy(() -> CertificateChain.ofDer(List.of(new byte[0])));
    }

    @Test
    void pemIsThatOfRfc8555() throws GeneralSecurityException {
        CertificateChain chain = new CertificateChain(List.of(LOW_CERTIFICATE, MIDDLE_CERTIFICATE, ROOT_CERTIFICATE));
        assertThat(chain.pem())
                .matches("(-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n"
                        + "-----END CERTIFICATE-----\n){3}");
        assertThat(read(chain.pem())).isEqualTo(chain.certificates());
    }

    @Test
    void aClientGetsItsCertificateAndTheChainWithoutTheRoot() throws GeneralSecurityException {
        CertificateIssuer issuer = new CertificateIssuer(
                new CertificateChain(
                        List.of(authorityWithKeyIdentifier(MIDDLE, ROOT, MIDDLE_KEY, ROOT_KEY), ROOT_CERTIFICATE)),
                MIDDLE_KEY);
        IssuedCertificate issued = issue(issuer);
        List<X509Certificate> downloaded = read(issuer.chain().pemFor(issued.der()));
        assertThat(downloaded).hasSize(2);
        assertThat(downloaded.get(0).getEncoded()).isEqualTo(issued.der());
        assertThat(downloaded.get(1)).isEqualTo(issuer.chain().first());
    }

    @Test
    void aSelfIssuedAuthorityInTheMiddleStaysInTheChain() throws GeneralSecurityException {
        SoftwareSigner old = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        CertificateIssuer issuer = new CertificateIssuer(
                new CertificateChain(List.of(
                        authorityWithKeyIdentifier(MIDDLE, MIDDLE, MIDDLE_KEY, old),
                        authority(MIDDLE, ROOT, old, ROOT_KEY, 0),
                        ROOT_CERTIFICATE)),
                MIDDLE_KEY);
        assertThat(read(issuer.chain().pemFor(issue(issuer).der()))).hasSize(3);
    }

    @Test
    void aRootThatIssuesItselfIsPartOfTheChain() throws GeneralSecurityException {
        CertificateIssuer issuer = new CertificateIssuer(
                new CertificateChain(List.of(authorityWithKeyIdentifier(ROOT, ROOT, ROOT_KEY, ROOT_KEY))), ROOT_KEY);
        assertThat(read(issuer.chain().pemFor(issue(issuer).der()))).hasSize(2);
    }

    /** RFC 8555 §7.4.2: another chain from the same key, to another root. */
    @Test
    void aCrossSignedChainIsAnAlternative() {
        TestAuthority authority = TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256);
        CertificateChain crossSigned = authority.crossSigned();
        assertThat(crossSigned.requireAlternativeTo(authority.chain())).isSameAs(crossSigned);
        CertificateChain others =
                TestAuthority.of(SignatureScheme.ECDSA_P256_SHA256).chain();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> others.requireAlternativeTo(authority.chain()))
                .withMessageContaining("same name and key");
    }

    private static IssuedCertificate issue(CertificateIssuer issuer) {
        return issuer.issue(issuer.prepare(
                CertificateProfile.tlsserver(),
                List.of(new DnsIdentifier("a.corp")),
                RequestBuilder.KEY.getPublic(),
                RequestedValidity.NONE,
                SerialNumber.random(),
                Instant.parse("2026-03-01T12:00:00Z")));
    }

    private static List<X509Certificate> read(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static void requireRefused(String because, X509Certificate... certificates) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CertificateChain(List.of(certificates)))
                .withMessageContaining(because);
    }

    private static X509Certificate middle(BasicConstraints constraints, int keyUsage) {
        return certificate(MIDDLE, ROOT, MIDDLE_KEY, ROOT_KEY, constraints, keyUsage);
    }

    private static X509Certificate authority(
            X500Name subject, X500Name issuer, SoftwareSigner key, SoftwareSigner issuerKey, int pathLength) {
        return certificate(subject, issuer, key, issuerKey, new BasicConstraints(pathLength), KeyUsage.keyCertSign);
    }

    private static X509Certificate authorityWithKeyIdentifier(
            X500Name subject, X500Name issuer, SoftwareSigner key, SoftwareSigner issuerKey) {
        return TestAuthority.certificate(
                subject,
                issuer,
                key,
                issuerKey,
                TestAuthority.BEGINNING,
                TestAuthority.END,
                List.of(
                        Asn1.extension(Extension.basicConstraints, true, new BasicConstraints(true)),
                        Asn1.extension(
                                Extension.subjectKeyIdentifier,
                                false,
                                new org.bouncycastle.asn1.x509.SubjectKeyIdentifier(new byte[] {1, 2, 3}))));
    }

    private static X509Certificate certificate(
            X500Name subject,
            X500Name issuer,
            SoftwareSigner key,
            SoftwareSigner issuerKey,
            BasicConstraints constraints,
            int keyUsage) {
        return TestAuthority.certificate(
                subject,
                issuer,
                key,
                issuerKey,
                TestAuthority.BEGINNING,
                TestAuthority.END,
                List.of(
                        Asn1.extension(Extension.basicConstraints, true, constraints),
                        Asn1.extension(Extension.keyUsage, true, new KeyUsage(keyUsage))));
    }
}
