package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateProfileTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void theBuiltInProfilesDifferInValidityAndPurpose() {
        assertThat(CertificateProfile.tlsserver().validity()).isEqualTo(Duration.ofDays(90));
        assertThat(CertificateProfile.shortlived().validity()).isEqualTo(Duration.ofDays(6));
        assertThat(CertificateProfile.tlsclient().validity()).isEqualTo(Duration.ofDays(90));
        assertThat(CertificateProfile.tlsserver().extendedKeyUsages()).containsExactly(ExtendedKeyUsage.SERVER_AUTH);
        assertThat(CertificateProfile.mutual().extendedKeyUsages())
                .containsExactly(ExtendedKeyUsage.SERVER_AUTH, ExtendedKeyUsage.CLIENT_AUTH);
        assertThat(CertificateProfile.mutual().description())
                .isEqualTo("Certificates for server auth, client auth, valid for 90 days");
        assertThat(CertificateProfile.tlsclient().extendedKeyUsages()).containsExactly(ExtendedKeyUsage.CLIENT_AUTH);
        assertThat(CertificateProfile.tlsserver().backdate()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        requireRefused(Duration.ZERO, Duration.ZERO);
        requireRefused(DAY.negated(), Duration.ZERO);
        requireRefused(Duration.ofHours(1), Duration.ofHours(1));
        requireRefused(DAY.plusMillis(1), Duration.ZERO);
        assertUnusable(
                "backdate",
                new ProfileBuilder().validity(DAY, Duration.ofHours(1).plusSeconds(1)));
        assertUnusable("backdate", new ProfileBuilder().validity(DAY, Duration.ofSeconds(-1)));
    }

    private static void requireRefused(Duration validity, Duration backdate) {
        assertUnusable("validity", new ProfileBuilder().validity(validity, backdate));
    }

    @Test
    void timesThatCertificatesDoNotHaveAreRefused() {
        assertUnusable("validity", new ProfileBuilder().validity(Duration.ofDays(36_501), Duration.ZERO));
        assertUnusable("backdate", new ProfileBuilder().validity(DAY, Duration.ofMillis(1)));
    }

    @Test
    void everyKeyCanSignAndIsForSomething() {
        assertUnusable("keyUsages", new ProfileBuilder().keyUsages(EnumSet.of(KeyUsage.KEY_ENCIPHERMENT)));
        assertUnusable("keyUsages", new ProfileBuilder().keyUsages(Set.of()));
        assertUnusable("extendedKeyUsages", new ProfileBuilder().purposes());
        assertUnusable("names", new ProfileBuilder().names(Set.of(), CommonNameChoice.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a b", "-a", "a-", "a_b", "ä", "a\n", "a/b"})
    void aNameIsASegmentOfAUrl(String name) {
        assertUnusable("name", new ProfileBuilder().name(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines", "reversed \u202e"})
    void aDescriptionIsOneLine(String description) {
        assertUnusable("description", new ProfileBuilder().description(description));
        assertUnusable("description", new ProfileBuilder().description("x".repeat(201)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://pki.corp/ca.crl",
                "ldap://pki.corp/",
                "/ca.crl",
                "http:ca.crl",
                "http://pki.corp/ü",
                "http://user@pki.corp/",
                "http://pki.corp:99999/",
                "http://pki.corp:0/",
                "http://pki.corp/#x"
            })
    void anythingButAPlainHttpUrlIsRefused(String url) {
        List<URI> urls = List.of(URI.create(url));
        assertUnusable("crlUrls", new ProfileBuilder().urls(urls, List.of(), List.of()));
        assertUnusable("ocspUrls", new ProfileBuilder().urls(List.of(), urls, List.of()));
        assertUnusable("issuerUrls", new ProfileBuilder().urls(List.of(), List.of(), urls));
    }

    /** RFC 3986 §3.1 and §3.2.3. */
    @Test
    void theSchemeMayBeInCapitalsAndThePortAnyThatThereIs() {
        List<URI> urls = List.of(
                URI.create("HTTP://pki.corp/"), URI.create("http://pki.corp:65535/"), URI.create("http://pki.corp:/x"));
        assertThat(new ProfileBuilder().urls(urls, List.of(), List.of()).build().crlUrls())
                .contains(urls);
    }

    @Test
    void nothingIsSaidTwice() {
        URI url = URI.create("http://pki.corp/");
        assertUnusable("crlUrls", new ProfileBuilder().urls(List.of(url, url), List.of(), List.of()));
        ObjectIdentifier id = new ObjectIdentifier("1.3.6.1.4.1.32473.1");
        assertUnusable(
                "policies",
                new ProfileBuilder()
                        .policies(
                                new CertificatePolicy(id, Optional.empty()),
                                new CertificatePolicy(id, Optional.of(URI.create("https://pki.corp/")))));
    }

    @Test
    void anIssuersPlacesAreForWhatTheProfileSaysNothingOf() {
        List<URI> own = List.of(URI.create("http://own.corp/"));
        List<URI> issuers = List.of(URI.create("http://issuer.corp/"));
        CertificateProfile silent = CertificateProfile.tlsserver().orAt(issuers, issuers, issuers);
        assertThat(silent.crlUrls()).contains(issuers);
        assertThat(silent.ocspUrls()).contains(issuers);
        assertThat(silent.issuerUrls()).contains(issuers);
        CertificateProfile outspoken =
                new ProfileBuilder().urls(own, List.of(), own).build().orAt(issuers, issuers, issuers);
        assertThat(outspoken.crlUrls()).contains(own);
        assertThat(outspoken.ocspUrls()).contains(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2.5.29.37.0",
                "1.3.6.1.5.5.7.3.3",
                "1.3.6.1.5.5.7.3.4",
                "1.3.6.1.5.5.7.3.8",
                "1.3.6.1.5.5.7.3.9",
                "1.3.6.1.4.1.311.20.2.2",
                "codeSigning",
                "",
                "1",
                "1.2",
                "1.2.",
                "1.02.3",
                "3.1.1",
                "1.40.1",
                "1.2.3 "
            })
    void whatControlOfANameDoesNotJustifyIsNoPurpose(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ExtendedKeyUsage.parse(text));
    }

    @Test
    void otherPurposesAreNamedByTheirIdentifiers() {
        assertThat(ExtendedKeyUsage.parse("1.3.6.1.5.5.7.3.1")).isEqualTo(ExtendedKeyUsage.SERVER_AUTH);
        assertThat(ExtendedKeyUsage.parse("ipsecIKE").purpose().dotted()).isEqualTo("1.3.6.1.5.5.7.3.17");
        assertThat(ExtendedKeyUsage.parse("1.3.6.1.4.1.32473.7").word()).isEqualTo("1.3.6.1.4.1.32473.7");
        assertThat(ExtendedKeyUsage.parse("2.25.340282366920938463463374607431768211455")
                        .word())
                .startsWith("2.25.");
    }

    @Test
    void aProfileTakesOnlyItsKindsOfNames() {
        CertificateProfile hosts = new ProfileBuilder()
                .names(EnumSet.of(NameKind.DNS), CommonNameChoice.NONE)
                .build();
        hosts.requireTaken(List.of(new DnsIdentifier("a.corp")));
        assertThatExceptionOfType(AcmeException.class)
                .isThrownBy(() -> hosts.requireTaken(
                        List.of(new DnsIdentifier("a.corp"), new IpIdentifier("10.0.0.1"), new IpIdentifier("::1"))))
                .satisfies(refused -> {
                    assertThat(refused.problem().type()).isEqualTo(ProblemType.REJECTED_IDENTIFIER);
                    assertThat(refused.problem().subproblems()).hasSize(2);
                });
    }

    @Test
    void theCommonNameIsTheFirstDnsNameThatFits() {
        Identifier tooLong = new DnsIdentifier("a".repeat(60) + ".corp");
        Identifier fits = new DnsIdentifier("a".repeat(59) + ".corp");
        Identifier address = new IpIdentifier("10.0.0.1");
        assertThat(CommonNameChoice.FIRST_DNS_NAME.choose(List.of(address, tooLong, fits, new DnsIdentifier("b"))))
                .contains(fits.value());
        assertThat(CommonNameChoice.FIRST_DNS_NAME.choose(List.of(address, tooLong)))
                .isEmpty();
        assertThat(CommonNameChoice.NONE.choose(List.of(fits))).isEmpty();
    }

    private static void assertUnusable(String member, ProfileBuilder profile) {
        assertThatExceptionOfType(UnusableProfileException.class)
                .isThrownBy(profile::build)
                .withMessageContaining("profile \"")
                .satisfies(unusable -> assertThat(unusable.member()).isEqualTo(member));
    }
}
