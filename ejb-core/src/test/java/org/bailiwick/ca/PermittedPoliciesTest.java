package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.hsm.SignatureScheme;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What we say of a certificate below a chain is what the platform's path validation says of it. */
class PermittedPoliciesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");

    private static final String ANY = "2.5.29.32.0";
    private static final String A = "1.3.6.1.4.1.32473.1";
    private static final String B = "1.3.6.1.4.1.32473.2";
    private static final String C = "1.3.6.1.4.1.32473.3";

    private static final SoftwareSigner ROOT_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final SoftwareSigner MIDDLE_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final SoftwareSigner OUR_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);
    private static final SoftwareSigner LEAF_KEY = SoftwareSigner.of(SignatureScheme.ECDSA_P256_SHA256);

    private static final X509Certificate ROOT =
            ca("CN=Root", "CN=Root", ROOT_KEY, ROOT_KEY, List.of(demand(0, null), policies(C)));

    /** The extensions of two CA certificates below a root. */
    record Case(String name, List<Extension> middle, List<Extension> ours) {
        @Override
        public String toString() {
            return name;
        }

        List<X509Certificate> chain() {
            return List.of(
                    ca("CN=Our CA", "CN=Middle CA", OUR_KEY, MIDDLE_KEY, ours),
                    ca("CN=Middle CA", "CN=Root", MIDDLE_KEY, ROOT_KEY, middle),
                    ROOT);
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("nothing", List.of(), List.of()),
                new Case("policies, not demanded", List.of(policies(A)), List.of(policies(B))),
                new Case("demanded by ours", List.of(policies(A)), List.of(policies(A, B), demand(0, null))),
                new Case("demanded below ours", List.of(policies(A, B)), List.of(policies(A, B), demand(1, null))),
                new Case("demanded too late", List.of(policies(A)), List.of(policies(A), demand(2, null))),
                new Case("demanded from above, counted", List.of(policies(A), demand(2, null)), List.of(policies(A))),
                new Case("demanded from above, not yet", List.of(policies(A), demand(3, null)), List.of(policies(A))),
                new Case(
                        "the least counts",
                        List.of(policies(A), demand(9, null)),
                        List.of(policies(A), demand(1, null))),
                new Case("any above", List.of(policies(ANY)), List.of(policies(B), demand(0, null))),
                new Case("any in both", List.of(policies(ANY)), List.of(policies(ANY), demand(0, null))),
                new Case("any below", List.of(policies(A)), List.of(policies(ANY), demand(0, null))),
                new Case(
                        "any inhibited",
                        List.of(policies(A, B), inhibitAny(0)),
                        List.of(policies(ANY, B), demand(0, null))),
                new Case(
                        "any inhibited later",
                        List.of(policies(A, B), inhibitAny(1)),
                        List.of(policies(ANY, B), demand(0, null))),
                new Case("none together", List.of(policies(A)), List.of(policies(B), demand(1, null))),
                new Case("none at all", List.of(), List.of(policies(A), demand(1, null))),
                new Case("mapped", List.of(policies(A), mapping(A, B)), List.of(policies(B), demand(0, null))),
                new Case(
                        "mapped by ours",
                        List.of(policies(A, C)),
                        List.of(policies(A, C), mapping(A, B), demand(0, null))),
                new Case(
                        "mapped under any",
                        List.of(policies(ANY)),
                        List.of(policies(ANY), mapping(A, B), demand(0, null))),
                new Case(
                        "mapping inhibited",
                        List.of(policies(A, C), demand(null, 0)),
                        List.of(policies(A, C), mapping(A, B), demand(0, null))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weSayWhatThePlatformSays(Case each) throws GeneralSecurityException {
        PermittedPolicies permitted = PermittedPolicies.of(new CertificateChain(each.chain()));
        for (Set<String> policies : List.of(Set.<String>of(), Set.of(A), Set.of(B), Set.of(C), Set.of(A, B))) {
            Extensions extensions = policies.isEmpty()
                    ? new Extensions(basic(false))
                    : new Extensions(new Extension[] {basic(false), policies(policies.toArray(String[]::new))});
            assertThat(permitted.finding(extensions).isEmpty())
                    .as(policies.toString())
                    .isEqualTo(platformAccepts(each.chain(), extensions));
        }
    }

    private static boolean platformAccepts(List<X509Certificate> chain, Extensions extensions)
            throws GeneralSecurityException {
        List<Extension> all = Arrays.stream(extensions.getExtensionOIDs())
                .map(extensions::getExtension)
                .toList();
        List<X509Certificate> path =
                new ArrayList<>(List.of(certificate("CN=Leaf", "CN=Our CA", LEAF_KEY, OUR_KEY, all)));
        path.addAll(chain.subList(0, chain.size() - 1));
        PKIXParameters trust = new PKIXParameters(Set.of(new TrustAnchor(ROOT, null)));
        trust.setRevocationEnabled(false);
        trust.setDate(Date.from(NOW));
        try {
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), trust);
            return true;
        } catch (CertPathValidatorException refused) {
            return false;
        }
    }

    @Test
    void aProfileThatHasThePolicyIssues() {
        X509Certificate ours = ca("CN=Our CA", "CN=Root", OUR_KEY, ROOT_KEY, List.of(policies(A, B), demand(1, null)));
        CertificateIssuer issuer = new CertificateIssuer(new CertificateChain(List.of(ours, ROOT)), OUR_KEY);
        assertThat(prepared(issuer, new CertificatePolicy(new ObjectIdentifier(B), Optional.empty())))
                .isNotNull();
        for (CertificatePolicy[] policies : List.of(
                new CertificatePolicy[0],
                new CertificatePolicy[] {new CertificatePolicy(new ObjectIdentifier(C), Optional.empty())})) {
            assertThatExceptionOfType(CertificateNotIssuableException.class)
                    .isThrownBy(() -> prepared(issuer, policies))
                    .withMessageContaining("one of %s, %s; use a profile with it", A, B);
        }
    }

    @Test
    void aChainBelowWhichNothingIsValidIsRefused() {
        List<X509Certificate> chain = new Case("", List.of(policies(A)), List.of(policies(B), demand(1, null))).chain();
        String pem = new CertificateChain(chain).pem();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UploadedChain.parse(pem).of(OUR_KEY.publicKey(), NOW))
                .withMessageContaining("nothing that is issued here would be valid");
    }

    private static PreparedCertificate prepared(CertificateIssuer issuer, CertificatePolicy... policies) {
        return issuer.prepare(
                new ProfileBuilder().policies(policies).build(),
                List.of(new DnsIdentifier("host.corp")),
                LEAF_KEY.publicKey(),
                RequestedValidity.NONE,
                SerialNumber.random(),
                NOW);
    }

    private static X509Certificate ca(
            String subject, String issuer, SoftwareSigner key, SoftwareSigner issuerKey, List<Extension> more) {
        List<Extension> all = new ArrayList<>(more);
        all.add(basic(true));
        all.add(Asn1.extension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign)));
        return certificate(subject, issuer, key, issuerKey, all);
    }

    private static X509Certificate certificate(
            String subject, String issuer, SoftwareSigner key, SoftwareSigner issuerKey, List<Extension> extensions) {
        List<Extension> all = new ArrayList<>(extensions);
        all.add(Asn1.extension(Extension.subjectKeyIdentifier, false, TestAuthority.keyIdentifier(key)));
        all.add(Asn1.extension(
                Extension.authorityKeyIdentifier,
                false,
                new AuthorityKeyIdentifier(
                        TestAuthority.keyIdentifier(issuerKey).getKeyIdentifier())));
        return TestAuthority.certificate(
                new X500Name(subject),
                new X500Name(issuer),
                key,
                issuerKey,
                NOW.minus(Duration.ofDays(1)),
                NOW.plus(Duration.ofDays(1000)),
                all);
    }

    private static Extension basic(boolean authority) {
        return Asn1.extension(Extension.basicConstraints, true, new BasicConstraints(authority));
    }

    private static Extension policies(String... identifiers) {
        return Asn1.extension(
                Extension.certificatePolicies,
                false,
                new CertificatePolicies(Arrays.stream(identifiers)
                        .map(each -> new PolicyInformation(new ASN1ObjectIdentifier(each)))
                        .toArray(PolicyInformation[]::new)));
    }

    private static Extension demand(@Nullable Integer explicit, @Nullable Integer inhibitMapping) {
        return Asn1.extension(
                Extension.policyConstraints,
                true,
                new PolicyConstraints(
                        explicit == null ? null : BigInteger.valueOf(explicit),
                        inhibitMapping == null ? null : BigInteger.valueOf(inhibitMapping)));
    }

    private static Extension inhibitAny(int skip) {
        return Asn1.extension(Extension.inhibitAnyPolicy, true, new ASN1Integer(skip));
    }

    private static Extension mapping(String theirs, String ours) {
        return Asn1.extension(
                Extension.policyMappings, true, new DERSequence(new DERSequence(new ASN1ObjectIdentifier[] {
                    new ASN1ObjectIdentifier(theirs), new ASN1ObjectIdentifier(ours)
                })));
    }
}
