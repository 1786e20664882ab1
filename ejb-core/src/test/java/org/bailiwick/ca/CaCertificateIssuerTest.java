package org.bailiwick.ca;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaCertificateIssuerTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
    private static final Instant END = Instant.parse("2046-11-26T09:59:59Z");
    private static final CaSubject ROOT = CaSubject.parse("CN=Plant Root,O=Example,C=CH");
    private static final CaSubject ISSUING = CaSubject.parse("CN=Plant Issuing CA,O=Example,C=CH");
    private static final URI CRL = URI.create("http://pki.test/crl/a.crl");
    private static final URI CERTIFICATE = URI.create("http://pki.test/issuers/a.cer");

    @ParameterizedTest
    @EnumSource
    void aRootAndWhatItCertifiesAreAChainThatIssues(SignatureScheme scheme) {
        SoftwareSigner rootKey = SoftwareSigner.of(scheme);
        SoftwareSigner key = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        X509Certificate root = root(rootKey);
        CaCertificateIssuer issuer = CaCertificateIssuer.of(root, rootKey);
        X509Certificate issuing =
                read(issuer.issue(issuer.prepareIssuing(ISSUING, key.publicKey(), NOW, END, CRL, CERTIFICATE)));

        assertThat(rootKey.signatures()).isEqualTo(2);
        assertThat(root.getBasicConstraints()).isEqualTo(Integer.MAX_VALUE);
        assertThat(issuing.getBasicConstraints()).isZero();
        assertThat(issuing.getSubjectX500Principal()).isEqualTo(ISSUING.principal());
        assertThat(issuing.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(issuing.getCriticalExtensionOIDs())
                .containsExactlyInAnyOrder(Extension.basicConstraints.getId(), Extension.keyUsage.getId());
        assertThat(new String(issuing.getExtensionValue(Extension.cRLDistributionPoints.getId()), US_ASCII))
                .contains(CRL.toString());
        assertThat(new String(issuing.getExtensionValue(Extension.authorityInfoAccess.getId()), US_ASCII))
                .contains(CERTIFICATE.toString());
        String pem = new CertificateChain(List.of(root)).pem() + new CertificateChain(List.of(issuing)).pem();
        CertificateChain chain = UploadedChain.parse(pem).of(key.publicKey(), NOW);
        assertThat(new CertificateIssuer(chain, key).chain().certificates()).containsExactly(issuing, root);
    }

    @Test
    void whatWouldNotBeSoundIsNotSigned() {
        SoftwareSigner rootKey = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        CaCertificateIssuer issuer = CaCertificateIssuer.of(root(rootKey), rootKey);
        int before = rootKey.signatures();
        PublicKey key = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256).publicKey();
        assertRefused("its subject is the root's", issuer, ROOT, key, END);
        assertRefused("its key is the root's", issuer, ISSUING, rootKey.publicKey(), END);
        assertRefused("not within the issuer's", issuer, ISSUING, key, END.plusSeconds(1));
        assertRefused(
                "RSA modulus has 1024 bits",
                issuer,
                ISSUING,
                SoftwareSigner.rsa(1024).getPublic(),
                END);
        assertRefused(
                "is none of RSA, EC",
                issuer,
                ISSUING,
                SoftwareSigner.pair("X25519").getPublic(),
                END);
        assertThat(rootKey.signatures()).isEqualTo(before);
    }

    private static void assertRefused(
            String finding, CaCertificateIssuer issuer, CaSubject subject, PublicKey key, Instant end) {
        assertThatExceptionOfType(CertificateNotIssuableException.class)
                .isThrownBy(() -> issuer.prepareIssuing(subject, key, NOW, end, CRL, CERTIFICATE))
                .withMessageContaining(finding);
    }

    @Test
    void aPreparedOneIsSignedOnceAndByWhoPreparedIt() {
        SoftwareSigner rootKey = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        CaCertificateIssuer issuer = CaCertificateIssuer.newRoot(rootKey, ROOT, NOW, END);
        PreparedCaCertificate prepared = issuer.prepareRoot();
        CaCertificateIssuer other = CaCertificateIssuer.newRoot(rootKey, ROOT, NOW, END);
        assertThatIllegalStateException().isThrownBy(() -> other.issue(prepared));
        issuer.issue(prepared);
        assertThatIllegalStateException().isThrownBy(() -> issuer.issue(prepared));
        assertThat(rootKey.signatures()).isEqualTo(1);
    }

    /** ABUSE H4: a signature by another key. */
    @Test
    void aWrongSignatureIsWithheld() {
        SoftwareSigner claimed = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        SoftwareSigner signs = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        CaSigner broken = new CaSigner() {
            @Override
            public PublicKey publicKey() {
                return claimed.publicKey();
            }

            @Override
            public SignatureScheme scheme() {
                return claimed.scheme();
            }

            @Override
            public byte[] sign(byte[] completeTbs) {
                return signs.sign(completeTbs);
            }
        };
        CaCertificateIssuer issuer = CaCertificateIssuer.newRoot(broken, ROOT, NOW, END);
        assertThatExceptionOfType(SignatureFailed.class).isThrownBy(() -> issuer.issue(issuer.prepareRoot()));
        assertThatExceptionOfType(SignatureFailed.class).isThrownBy(() -> CaRequest.sign(ISSUING, broken));
        assertThatExceptionOfType(SignatureFailed.class)
                .isThrownBy(() -> StandInCertificate.sign(ISSUING, broken, NOW));
    }

    @Test
    void onlyARootCertifiesCas() {
        SoftwareSigner rootKey = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        SoftwareSigner key = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
        CaCertificateIssuer root = CaCertificateIssuer.of(root(rootKey), rootKey);
        X509Certificate issuing =
                read(root.issue(root.prepareIssuing(ISSUING, key.publicKey(), NOW, END, CRL, CERTIFICATE)));
        assertThatIllegalArgumentException().isThrownBy(() -> CaCertificateIssuer.of(issuing, key));
        assertThatIllegalArgumentException().isThrownBy(() -> CaCertificateIssuer.of(root(rootKey), key));
    }

    @ParameterizedTest
    @EnumSource
    void aRequestAsksForWhatAnIssuingCaNeeds(SignatureScheme scheme) {
        SoftwareSigner key = SoftwareSigner.of(scheme);
        CaRequest request = CaRequest.sign(ISSUING, key);
        CaRequest stored = CaRequest.of(request.der(), scheme);
        assertThat(stored.subject()).isEqualTo(ISSUING.principal());
        assertThat(stored.key()).isEqualTo(KeyFingerprint.of(key.publicKey().getEncoded()));
        assertThat(stored.pem()).startsWith("-----BEGIN CERTIFICATE REQUEST-----\n");
        assertThat(stored).isEqualTo(request);
    }

    @Test
    void whatStandsInForACertificateIsGoodForNothing() {
        SoftwareSigner key = SoftwareSigner.of(SignatureScheme.ECDSA_P384_SHA384);
        X509Certificate standIn = StandInCertificate.sign(ISSUING, key, NOW.plusMillis(1));
        assertThat(standIn.getBasicConstraints()).isEqualTo(-1);
        assertThat(standIn.getNotAfter().toInstant()).isEqualTo(NOW);
        assertThat(Duration.between(
                        standIn.getNotBefore().toInstant(),
                        standIn.getNotAfter().toInstant()))
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UploadedChain.parse(
                                new CertificateChain(List.of(CertificateChain.read(CertificateChain.encoded(standIn))))
                                        .pem())
                        .of(key.publicKey(), NOW))
                .withMessageContaining("is not a CA's");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Plant",
                "O=Example",
                "CN=",
                "CN= ",
                "CN=a,CN=b",
                "CN=a+O=b",
                "CN=a,C=Switzerland",
                "CN=a,C=ch",
                "CN=a,1.2.3.4=x",
                "CN=a,EMAILADDRESS=a@b.test",
                "CN=\\00",
                "CN=#0403616263",
                "CN=12345678901234567890123456789012345678901234567890123456789012345",
                "x=y,,"
            })
    void aNameThatIsNoneIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CaSubject.parse(text))
                .withMessageStartingWith("its name ");
    }

    @Test
    void aNameIsNotEndless() {
        assertThatIllegalArgumentException().isThrownBy(() -> CaSubject.parse("CN=a" + ",OU=b".repeat(100_000)));
        assertThat(CaSubject.parse("CN=Zürich Issuing CA 1, O=Beispiel AG, C=CH")
                        .toString())
                .isEqualTo("CN=Zürich Issuing CA 1,O=Beispiel AG,C=CH");
    }

    private static X509Certificate root(SoftwareSigner key) {
        CaCertificateIssuer issuer = CaCertificateIssuer.newRoot(key, ROOT, NOW, END);
        return read(issuer.issue(issuer.prepareRoot()));
    }

    private static X509Certificate read(IssuedCertificate issued) {
        return CertificateChain.read(issued.der());
    }
}
