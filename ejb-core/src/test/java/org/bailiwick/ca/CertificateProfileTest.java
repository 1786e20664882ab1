package org.bailiwick.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
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
        assertThat(CertificateProfile.tlsclient().extendedKeyUsages()).containsExactly(ExtendedKeyUsage.CLIENT_AUTH);
        assertThat(CertificateProfile.tlsserver().backdate()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void timesThatMakeNoSenseAreRefused() {
        requireRefused(Duration.ZERO, Duration.ZERO);
        requireRefused(DAY.negated(), Duration.ZERO);
        requireRefused(Duration.ofHours(1), Duration.ofHours(1));
        requireRefused(DAY.plusMillis(1), Duration.ZERO);
        requireRefused(DAY, Duration.ofHours(1).plusSeconds(1));
        requireRefused(DAY, Duration.ofSeconds(-1));
    }

    private static void requireRefused(Duration validity, Duration backdate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile(
                        validity,
                        backdate,
                        EnumSet.of(KeyUsage.DIGITAL_SIGNATURE),
                        EnumSet.of(ExtendedKeyUsage.SERVER_AUTH),
                        List.of()))
                .withMessageContaining("profile \"test\"");
    }

    @Test
    void everyKeyCanSignAndIsForSomething() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile(
                        DAY,
                        Duration.ZERO,
                        EnumSet.of(KeyUsage.KEY_ENCIPHERMENT),
                        EnumSet.of(ExtendedKeyUsage.SERVER_AUTH),
                        List.of()))
                .withMessageContaining("digitalSignature");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> profile(DAY, Duration.ZERO, EnumSet.of(KeyUsage.DIGITAL_SIGNATURE), Set.of(), List.of()))
                .withMessageContaining("extended key usage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://pki.corp/ca.crl", "ldap://pki.corp/", "/ca.crl", "http:ca.crl", "http://pki.corp/ü"})
    void anythingButAPlainHttpUrlIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> profile(
                        DAY,
                        Duration.ZERO,
                        EnumSet.of(KeyUsage.DIGITAL_SIGNATURE),
                        EnumSet.of(ExtendedKeyUsage.SERVER_AUTH),
                        List.of(URI.create(url))))
                .withMessageContaining(url);
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

    private static CertificateProfile profile(
            Duration validity,
            Duration backdate,
            Set<KeyUsage> keyUsages,
            Set<ExtendedKeyUsage> extendedKeyUsages,
            List<URI> crlUrls) {
        return new CertificateProfile(
                "test",
                validity,
                backdate,
                keyUsages,
                extendedKeyUsages,
                CommonNameChoice.FIRST_DNS_NAME,
                crlUrls,
                List.of(),
                List.of());
    }
}
