package org.bailiwick.hsm.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.Period;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubordinateTermsTest {

    private static final Instant NOW = Instant.parse("2027-03-01T09:30:15Z");
    private static final X500Principal ISSUING = new X500Principal("CN=Issuing");

    private final SoftwareSigner rootKey = SoftwareSigner.create();
    private final SoftwareSigner issuingKey = SoftwareSigner.create();
    private final X509Certificate root =
            CaCertificate.root(rootKey, new X500Principal("CN=Root"), Validity.of(NOW, Period.ofYears(20)));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pki.example/root.crl",
                "ldap://pki.example/cn=root",
                "file:///root.crl",
                "/root.crl",
                "http:root.crl",
                "http://",
                "http://user@pki.example/root.crl",
                "http://pki.example:0/root.crl",
                "http://pki.example:65536/root.crl",
                "http://pki.example/root.crl#latest",
                "http://pki.example/root crl",
                "http://pki.example/würzel.crl",
                ""
            })
    void urlThatIsNotOfPlainHttpIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(List.of(url), List.of(), NameLimits.none()))
                .withMessageContaining("RFC 5280 §8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> terms(List.of(), List.of("http://pki.example/root.der", url), NameLimits.none()));
    }

    /** RFC 3986 §3.1. */
    @Test
    void schemeMayBeInCapitals() {
        List<String> urls = List.of("HTTP://pki.example:65535/root.crl");
        assertThat(terms(urls, List.of(), NameLimits.none()).crlUrls()).isEqualTo(urls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".corp.example",
                "*.corp.example",
                "corp..example",
                "-corp.example",
                "a_b.example",
                "ü.example"
            })
    void dnsNameThatIsNoneIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameLimits(List.of(name), List.of(), List.of(), List.of()))
                .withMessageContaining("not a DNS name");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameLimits(List.of(), List.of(), List.of(name), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0/8",
                "256.0.0.0/8",
                "10.0.0.1/8",
                "fd00::1/8",
                "fd00::/129",
                "::ffff:10.0.0.0/104",
                "corp.example",
                "10.0.0.0/8/8",
                "fd00::%1/8",
                "0x7f.0.0.1"
            })
    void rangeThatIsNoneIsRefused(String range) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameLimits(List.of("corp.example"), List.of(range), List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameLimits(List.of(), List.of(), List.of(), List.of(range)));
    }

    @Test
    void addressesAloneWouldLeaveEveryNameFree() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NameLimits(List.of(), List.of("10.0.0.0/8"), List.of(), List.of()))
                .withMessageContaining("every DNS name free");
    }

    @Test
    void namesAloneCloseAllAddresses() {
        NameLimits limits = new NameLimits(List.of("Corp.Example"), List.of(), List.of(), List.of());
        assertThat(limits.describe()).isEqualTo("permitted DNS names corp.example; excluded addresses 0.0.0.0/0, ::/0");
        assertThat(NameLimits.none().extension()).isEmpty();
        assertThat(NameLimits.none().describe()).isEqualTo("any names");
    }

    @Test
    void certificateSaysWhereItsCrlAndItsIssuerAreAndForWhichNamesItIs() {
        SubordinateTerms terms = terms(
                List.of("http://pki.example/root.crl", "http://pki2.example/root.crl"),
                List.of("http://pki.example/root.cer"),
                new NameLimits(List.of("corp.example"), List.of("10.0.0.0/8"), List.of(), List.of()));
        X509Certificate certificate = subordinate(terms);
        assertThat(certificate.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(
                        Extension.basicConstraints.getId(),
                        Extension.keyUsage.getId(),
                        Extension.nameConstraints.getId());
        assertThat(certificate.getNonCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(
                        Extension.subjectKeyIdentifier.getId(),
                        Extension.authorityKeyIdentifier.getId(),
                        Extension.cRLDistributionPoints.getId(),
                        Extension.authorityInfoAccess.getId());
        assertThat(terms.describe())
                .isEqualTo("path length 1; CRL at http://pki.example/root.crl, http://pki2.example/root.crl; issuer at"
                        + " http://pki.example/root.cer; permitted DNS names corp.example; permitted addresses"
                        + " 10.0.0.0/8");
    }

    @ParameterizedTest
    @CsvSource({
        "2, corp.example, true",
        "2, a.corp.example, true",
        "2, notcorp.example, false",
        "2, secret.corp.example, false",
        "2, other.example, false",
        "7, 10.1.2.3, true",
        "7, 10.9.2.3, false",
        "7, 11.0.0.1, false",
        "7, fd00::1, true",
        "7, fe80::1, false"
    })
    void javaRefusesWhatIsOutsideTheLimits(int type, String name, boolean permitted)
            throws GeneralSecurityException, IOException {
        NameLimits limits = new NameLimits(
                List.of("corp.example"),
                List.of("10.0.0.0/8", "fd00::/8"),
                List.of("secret.corp.example"),
                List.of("10.9.0.0/16"));
        assertThat(accepts(limits, new GeneralName(type, name))).isEqualTo(permitted);
    }

    @ParameterizedTest
    @CsvSource({"7, 10.1.2.3", "7, fd00::1", "2, other.example"})
    void javaRefusesAnyAddressWhereOnlyNamesArePermitted(int type, String name)
            throws GeneralSecurityException, IOException {
        NameLimits limits = new NameLimits(List.of("corp.example"), List.of(), List.of(), List.of());
        assertThat(accepts(limits, new GeneralName(type, name))).isFalse();
        assertThat(accepts(limits, new GeneralName(GeneralName.dNSName, "a.corp.example")))
                .isTrue();
    }

    private boolean accepts(NameLimits limits, GeneralName name) throws GeneralSecurityException, IOException {
        X509Certificate issuing = subordinate(terms(List.of(), List.of(), limits));
        X509v3CertificateBuilder leaf = new X509v3CertificateBuilder(
                X500Name.getInstance(ISSUING.getEncoded()),
                BigInteger.TEN,
                Date.from(NOW),
                Date.from(NOW.plusSeconds(60)),
                new X500Name("O=leaf"), // Java takes a CN for a DNS name where there is none,
                SubjectPublicKeyInfo.getInstance(
                        SoftwareSigner.create().publicKey().getEncoded()));
        leaf.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(name));
        CertificateFactory x509 = CertificateFactory.getInstance("X.509");
        X509Certificate certificate = (X509Certificate) x509.generateCertificate(new ByteArrayInputStream(
                leaf.build(new CollectingSigner(issuingKey)).getEncoded()));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW.plusSeconds(1)));
        Throwable refusal = catchThrowable(() -> CertPathValidator.getInstance("PKIX")
                .validate(x509.generateCertPath(List.of(certificate, issuing)), parameters));
        assertThat(refusal).satisfiesAnyOf(none -> assertThat(none).isNull(), some -> assertThat(some)
                .isInstanceOf(CertPathValidatorException.class));
        return refusal == null;
    }

    private X509Certificate subordinate(SubordinateTerms terms) {
        return CaCertificate.subordinate(
                rootKey, root, issuingKey.publicKey(), ISSUING, terms, Validity.of(NOW, terms.validity()));
    }

    private static SubordinateTerms terms(List<String> crlUrls, List<String> issuerUrls, NameLimits names) {
        return new SubordinateTerms(1, Period.ofYears(5), crlUrls, issuerUrls, names);
    }
}
