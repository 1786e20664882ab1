package org.bailiwick.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ChallengeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientDirectoryTest {

    private static ClientDirectory directory(boolean keyRequired, String... challenges) {
        return new ClientDirectory(
                new UUID(1, 2),
                "web",
                "internal",
                "https://ca.corp.internal/acme/internal/web/directory",
                "https://ca.corp.internal/pki/internal/root.pem",
                "PEM",
                "AA:BB",
                80,
                443,
                List.of(challenges),
                keyRequired,
                null,
                Instant.EPOCH);
    }

    /** Whatever the address of the page has in it, another name stands for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "$(id)",
                "a b",
                "'",
                "<svg onload=alert(1)>",
                "#{7*7}",
                "..",
                "a_b",
                "10.1.2.3",
                "-x",
                "a\nb"
            })
    void whatIsNoNameIsNotTaken(String typed) {
        assertThat(ClientDirectory.nameOf(typed)).isEmpty();
        assertThat(directory(false, "http-01")
                        .setup(typed, "", Optional.empty())
                        .name()
                        .value())
                .isEqualTo("host.internal");
    }

    @ParameterizedTest
    @CsvSource({
        "host.corp, '', HTTP_01",
        "host.corp, tls-alpn-01, TLS_ALPN_01",
        "HOST.corp., dns-01, DNS_01",
        "*.corp, http-01, DNS_01",
        "host, nonsense, HTTP_01",
    })
    void theChallengeIsOneThatCanProveTheName(String typed, String wanted, ChallengeType challenge) {
        assertThat(directory(false, "http-01", "dns-01", "tls-alpn-01")
                        .setup(typed, wanted, Optional.empty())
                        .challenge())
                .isEqualTo(challenge);
    }

    @Test
    void whatIsNotOfferedIsNotShown() {
        assertThat(directory(false, "tls-alpn-01")
                        .setup("host.corp", "http-01", Optional.empty())
                        .challenge())
                .isEqualTo(ChallengeType.TLS_ALPN_01);
    }

    @Test
    void aKeyHasItsPlaceWhereOneIsRequired() {
        assertThat(directory(false, "http-01").setup("", "", Optional.empty()).key())
                .isEmpty();
        assertThat(directory(true, "http-01").setup("", "", Optional.empty()).key())
                .contains(ClientSetup.Key.WANTED);
        ClientSetup.Key key = new ClientSetup.Key("kid", "secret");
        assertThat(directory(true, "http-01").setup("", "", Optional.of(key)).key())
                .contains(key);
        assertThat(key.toString()).doesNotContain("secret");
    }

    /** {@code printf PEM | sha256sum}. */
    @Test
    void theRootIsComparedWithWhatIsKnown() {
        assertThat(directory(false, "http-01").rootCommand())
                .isEqualTo(
                        """
                        sudo curl --silent --show-error --insecure --output /etc/ssl/internal-root.pem https://ca.corp.internal/pki/internal/root.pem
                        echo '%s  /etc/ssl/internal-root.pem' | sha256sum --check"""
                                .formatted(directory(false, "http-01")
                                        .setup("", "", Optional.empty())
                                        .root()
                                        .fileSha256()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"root.pem", "/a b", "/a;b", "/a/", "/-x", "/../x", ""})
    void aPathIsPlain(String file) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClientSetup.Root(URI.create("https://ca"), "PEM", file));
    }
}
