package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bailiwick.quickstart.RunningServer;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was issued, as others see it who have nothing of ours: OpenSSL, GnuTLS, Java's own PKIX and Bouncy Castle. One
 * certificate is good and one is revoked.
 */
class IndependentChecksIT {

    private static final String NAME = "independent.localhost";

    @TempDir
    private static Path folder;

    private static ChallengeResponder responder;
    private static Certified good;
    private static Certified revoked;
    private static X509Certificate issuing;
    private static X509Certificate root;
    private static X509CRL crl;

    @BeforeAll
    static void issueTwoAndRevokeOne() throws IOException, InterruptedException, GeneralSecurityException {
        RunningServer server = SharedServer.get();
        responder = new ChallengeResponder(server.settings().http01Port());
        AcmeClient client = Clients.registered();
        good = Certified.get(client, responder, NAME);
        revoked = Certified.get(client, responder, NAME);
        assertThat(client.post(client.url("revokeCert"), revoked.revocation(4)).status())
                .isEqualTo(200);
        issuing = Chains.all(good.pem()).get(1);
        root = Chains.leaf(Files.readString(server.root()));
        URI url = Pki.crlUrl(good.certificate());
        X509Certificate expected = revoked.certificate();
        crl = Pki.awaitCrl(url, list -> list.isRevoked(expected));
        X509CRL ofRoot = Pki.awaitCrl(Pki.crlUrl(issuing), list -> true);
        write("good.pem", pem(good.certificate()));
        write("revoked.pem", pem(revoked.certificate()));
        write("issuing.pem", pem(issuing));
        write("root.pem", pem(root));
        write("crl.pem", Pki.pem("X509 CRL", crl.getEncoded()));
        write("root-crl.pem", Pki.pem("X509 CRL", ofRoot.getEncoded()));
        write("crls.pem", Pki.pem("X509 CRL", crl.getEncoded()) + Pki.pem("X509 CRL", ofRoot.getEncoded()));
        write("chain.pem", pem(good.certificate()) + pem(issuing) + pem(root));
        write("authorities.pem", pem(issuing) + pem(root));
    }

    @AfterAll
    static void stopAnswering() {
        responder.close();
    }

    @Test
    void opensslReadsAndVerifiesBoth() throws IOException, InterruptedException {
        List<String> verify = List.of(
                "openssl",
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-crl_check_all",
                "-CRLfile",
                "crls.pem",
                "-CAfile",
                "root.pem",
                "-untrusted",
                "issuing.pem");
        assertThat(run(verify, "good.pem")).contains("good.pem: OK");
        assertThat(RealClient.refused(folder, Map.of(), with(verify, "revoked.pem")))
                .contains("certificate revoked");
        assertThat(run(List.of("openssl", "crl", "-in", "crl.pem", "-noout", "-CAfile", "issuing.pem")))
                .contains("verify OK");
        assertThat(run(List.of("openssl", "x509", "-noout", "-text", "-in", "good.pem")))
                .contains("X509v3 CRL Distribution Points", "CA Issuers - URI:http://localhost:");
    }

    @Test
    void gnutlsReadsAndVerifiesBoth() throws IOException, InterruptedException {
        assertThat(run(List.of("certtool", "--verify-chain", "--infile", "chain.pem")))
                .contains("Verified. The certificate is trusted.");
        assertThat(run(List.of(
                        "certtool", "--verify-crl", "--load-ca-certificate", "issuing.pem", "--infile", "crl.pem")))
                .contains("Verified");
        assertThat(run(List.of(
                        "certtool", "--verify-crl", "--load-ca-certificate", "root.pem", "--infile", "root-crl.pem")))
                .contains("Verified");
        assertThat(run(List.of("certtool", "--crl-info", "--infile", "crl.pem")))
                .contains("Version: 2", "CRL Number", serial(revoked))
                .doesNotContain(serial(good));
        assertThat(run(List.of("certtool", "--certificate-info", "--infile", "good.pem")))
                .contains("Subject: CN=" + NAME, "CRL Distribution points", "Access Method");
    }

    /** Java fetches the CRLs by itself, from where the certificates say. */
    @Test
    void javaValidatesTheChainWithRevocation() throws GeneralSecurityException {
        validate(good.certificate());
        assertThatThrownBy(() -> validate(revoked.certificate()))
                .isInstanceOfSatisfying(CertPathValidatorException.class, why -> {
                    assertThat(why.getReason()).isEqualTo(BasicReason.REVOKED);
                    assertThat(why.getIndex()).isZero();
                });
    }

    @Test
    void bouncyCastleReadsAndVerifiesBoth()
            throws IOException, GeneralSecurityException, OperatorCreationException, CertException {
        X509CertificateHolder issuer = new JcaX509CertificateHolder(issuing);
        X509CRLHolder list = new X509CRLHolder(crl.getEncoded());
        assertThat(list.isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer)))
                .isTrue();
        assertThat(list.getIssuer()).isEqualTo(issuer.getSubject());
        assertThat(list.getRevokedCertificate(revoked.certificate().getSerialNumber()))
                .isNotNull();
        assertThat(list.getRevokedCertificate(good.certificate().getSerialNumber()))
                .isNull();
        assertThat(new X509CertificateHolder(good.der())
                        .isSignatureValid(new JcaContentVerifierProviderBuilder().build(issuer)))
                .isTrue();
    }

    private static void validate(X509Certificate certificate) throws GeneralSecurityException {
        CertPathValidator validator = CertPathValidator.getInstance("PKIX");
        PKIXRevocationChecker revocation = (PKIXRevocationChecker) validator.getRevocationChecker();
        revocation.setOptions(EnumSet.of(Option.PREFER_CRLS, Option.NO_FALLBACK));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.addCertPathChecker(revocation);
        validator.validate(
                CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate, issuing)), parameters);
    }

    private static String serial(Certified certified) {
        try {
            String hex = certified.certificate().getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
            return hex.length() % 2 == 0 ? hex : "0" + hex;
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return Pki.pem("CERTIFICATE", certificate.getEncoded());
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private static String run(List<String> command, String... more) throws IOException, InterruptedException {
        return RealClient.run(folder, Map.of(), with(command, more));
    }

    private static List<String> with(List<String> command, String... more) {
        return Stream.concat(command.stream(), Stream.of(more)).toList();
    }
}
