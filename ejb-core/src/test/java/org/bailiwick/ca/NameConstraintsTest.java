package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameConstraintsTest {

    private static final GeneralSubtree CORP = dns("corp");
    private static final GeneralSubtree SECRET = dns("secret.corp");
    private static final GeneralSubtree DOTTED = dns(".lab.corp");
    private static final GeneralSubtree NET_10 = ip(10, 0, 0, 0, 255, 0, 0, 0);
    private static final GeneralSubtree NET_10_1 = ip(10, 1, 0, 0, 255, 255, 0, 0);

    private static final CertificateIssuer CONSTRAINED = new TestAuthority.Builder()
            .rootExtension(Extension.nameConstraints, true, constraints(List.of(CORP, NET_10), List.of()))
            .extension(Extension.nameConstraints, true, constraints(List.of(), List.of(SECRET, DOTTED, NET_10_1)))
            .build()
            .issuer();

    @ParameterizedTest
    @CsvSource({
        "dns, corp",
        "dns, a.corp",
        "dns, a.b.corp",
        "dns, *.a.corp",
        "dns, notsecret.corp",
        "dns, secrets.corp",
        "dns, *.lab2.corp",
        "ip, 10.0.0.1",
        "ip, 10.2.0.1",
    })
    void namesInsideAreIssued(String type, String name) {
        assertThat(issue(Identifier.parse(type, name))).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "dns, example",
        "dns, evilcorp",
        "dns, corp.example",
        "dns, secret.corp",
        "dns, a.secret.corp",
        "dns, *.secret.corp",
        "dns, *.corp",
        "dns, a.lab.corp",
        "dns, *.lab.corp",
        "ip, 11.0.0.1",
        "ip, 10.1.0.1",
        "ip, fd00::1",
    })
    void namesOutsideAreRefused(String type, String name) {
        Identifier identifier = Identifier.parse(type, name);
        Problem problem = refusal(identifier);
        assertThat(problem.type()).isEqualTo(ProblemType.REJECTED_IDENTIFIER);
        assertThat(problem.subproblems())
                .extracting(Problem::identifier)
                .containsExactly(Problem.Subject.of(identifier));
    }

    @Test
    void everyNameOutsideIsNamed() {
        Problem problem = refusal(
                Identifier.parse("dns", "a.corp"),
                Identifier.parse("dns", "b.example"),
                Identifier.parse("ip", "192.0.2.1"));
        assertThat(problem.subproblems())
                .extracting(Problem::identifier)
                .containsExactly(new Problem.Subject("dns", "b.example"), new Problem.Subject("ip", "192.0.2.1"));
    }

    @Test
    void permittedNamesOfTwoAuthoritiesAreThoseOfBoth() {
        CertificateIssuer issuer = new TestAuthority.Builder()
                .rootExtension(Extension.nameConstraints, true, constraints(List.of(dns("a.corp")), List.of()))
                .extension(Extension.nameConstraints, true, constraints(List.of(dns("b.corp")), List.of()))
                .build()
                .issuer();
        for (String name : List.of("a.corp", "b.corp", "x.a.corp")) {
            AcmeException refused = catchThrowableOfType(
                    AcmeException.class,
                    () -> prepare(issuer, CertificateProfile.tlsserver(), Identifier.parse("dns", name)));
            assertThat(refused).as(name).isNotNull();
        }
    }

    /** RFC 5280 §4.2.1.10: every name is in an empty subtree. */
    @Test
    void anEmptySubtreeIsOfEveryNameOfItsKind() {
        Identifier host = Identifier.parse("dns", "a.corp");
        Identifier any = Identifier.parse("dns", "*.corp");
        Identifier address = Identifier.parse("ip", "10.0.0.1");
        GeneralSubtree everyHost = dns("");
        GeneralSubtree everyDirectoryName = new GeneralSubtree(new GeneralName(new X500Name("")));

        CertificateIssuer noHosts = constrained(List.of(), List.of(everyHost));
        for (Identifier name : List.of(host, any)) {
            AcmeException refused = catchThrowableOfType(
                    AcmeException.class, () -> prepare(noHosts, CertificateProfile.tlsserver(), name));
            assertThat(refused.problem().type()).isEqualTo(ProblemType.REJECTED_IDENTIFIER);
        }
        assertThat(prepare(noHosts, CertificateProfile.tlsserver(), address)).isNotNull();

        CertificateIssuer noSubjects = constrained(List.of(), List.of(everyDirectoryName));
        assertThatThrownBy(() -> prepare(noSubjects, CertificateProfile.tlsserver(), host))
                .isInstanceOf(CertificateNotIssuableException.class)
                .hasMessageContaining("use a profile without common name");
        assertThat(prepare(noSubjects, CertificateProfile.tlsserver(), address)).isNotNull();
        assertThatThrownBy(() -> noSubjects.prepareResponder(
                        RequestBuilder.KEY.getPublic(), SerialNumber.random(), Instant.parse("2026-03-01T12:00:00Z")))
                .isInstanceOf(CertificateNotIssuableException.class)
                .hasMessageEndingWith("CN=OCSP responder\"");

        for (List<GeneralSubtree> permitted : List.of(
                List.of(everyHost), List.of(dns("other"), everyHost), List.of(everyHost, everyDirectoryName, NET_10))) {
            CertificateIssuer free = constrained(permitted, List.of());
            for (Identifier name : List.of(host, any, address)) {
                assertThat(prepare(free, CertificateProfile.tlsserver(), name)).isNotNull();
            }
        }
    }

    private static CertificateIssuer constrained(List<GeneralSubtree> permitted, List<GeneralSubtree> excluded) {
        return new TestAuthority.Builder()
                .extension(Extension.nameConstraints, true, constraints(permitted, excluded))
                .build()
                .issuer();
    }

    @Test
    void aSubjectThatIsNotPermittedIsOurFault() {
        CertificateIssuer issuer = new TestAuthority.Builder()
                .extension(
                        Extension.nameConstraints,
                        true,
                        constraints(List.of(new GeneralSubtree(new GeneralName(new X500Name("O=Example")))), List.of()))
                .build()
                .issuer();
        assertThatThrownBy(() -> prepare(issuer, CertificateProfile.tlsserver(), Identifier.parse("dns", "a.corp")))
                .isInstanceOf(CertificateNotIssuableException.class)
                .hasMessageContaining("CN=a.corp");
        assertThat(prepare(issuer, CertificateProfile.tlsserver(), Identifier.parse("ip", "10.0.0.1")))
                .isNotNull();
    }

    @Test
    void anInterruptedIssuanceIsHeldToThemAsWell() {
        TestAuthority free = new TestAuthority.Builder().build();
        byte[] tbs = prepare(free.issuer(), CertificateProfile.tlsserver(), Identifier.parse("dns", "a.example"))
                .tbs();
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        assertThat(free.issuer().resume(tbs, now)).isNotNull();
        assertThatThrownBy(() -> CONSTRAINED.resume(tbs, now)).isInstanceOf(CertificateNotIssuableException.class);
    }

    private static PreparedCertificate issue(Identifier... identifiers) {
        return prepare(CONSTRAINED, CertificateProfile.tlsserver(), identifiers);
    }

    private static Problem refusal(Identifier... identifiers) {
        AcmeException refused = catchThrowableOfType(AcmeException.class, () -> issue(identifiers));
        assertThat(refused).isNotNull();
        return refused.problem();
    }

    private static PreparedCertificate prepare(
            CertificateIssuer issuer, CertificateProfile profile, Identifier... identifiers) {
        return issuer.prepare(
                profile,
                List.of(identifiers),
                RequestBuilder.KEY.getPublic(),
                RequestedValidity.NONE,
                SerialNumber.random(),
                Instant.parse("2026-03-01T12:00:00Z"));
    }

    private static org.bouncycastle.asn1.x509.NameConstraints constraints(
            List<GeneralSubtree> permitted, List<GeneralSubtree> excluded) {
        return new org.bouncycastle.asn1.x509.NameConstraints(subtrees(permitted), subtrees(excluded));
    }

    private static GeneralSubtree @Nullable [] subtrees(List<GeneralSubtree> all) {
        return all.isEmpty() ? null : all.toArray(GeneralSubtree[]::new);
    }

    private static GeneralSubtree dns(String name) {
        return new GeneralSubtree(new GeneralName(GeneralName.dNSName, name));
    }

    private static GeneralSubtree ip(int... addressAndMask) {
        byte[] octets = new byte[addressAndMask.length];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) addressAndMask[i];
        }
        return new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(octets)));
    }
}
