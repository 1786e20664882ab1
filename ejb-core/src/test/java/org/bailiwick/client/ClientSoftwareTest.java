package org.bailiwick.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClientSoftwareTest {

    private static final String DIRECTORY = "https://ca.corp.internal/acme/internal/web/directory";
    private static final String ROOT = "/etc/ssl/internal-root.pem";
    private static final String KID = "AZ-3_kid";

    /** As one in 64 begins. */
    private static final String SECRET = "-secret_0123456789";

    private static final Path DOCUMENT = Path.of("..", "docs", "clients.md");

    /** An option of a command, a directive or a member: what must not be guessed. */
    private static final Pattern OPTION = Pattern.compile(
            "(?<![\\w-])--[a-z][a-z0-9.-]+|\\b(MD[A-Z]\\w+|[A-Z]+_[A-Z_]+)\\b|^ +([a-zA-Z_]+):?(?= |$)",
            Pattern.MULTILINE);

    static Stream<ClientSetup> setups() {
        return Stream.of(ChallengeType.values()).flatMap(challenge -> Stream.of(Ports.STANDARD, new Ports(5080, 5443))
                .flatMap(ports -> Stream.of(Optional.of(new ClientSetup.Key(KID, SECRET)), none())
                        .map(key -> setup(challenge, ports, key))));
    }

    private static Optional<ClientSetup.Key> none() {
        return Optional.empty();
    }

    private static ClientSetup setup(ChallengeType challenge, Ports ports, Optional<ClientSetup.Key> key) {
        return new ClientSetup(
                URI.create(DIRECTORY),
                new ClientSetup.Root(
                        URI.create("https://ca.corp.internal/pki/internal/root.pem"),
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                        ROOT),
                ports,
                challenge,
                new DnsIdentifier(challenge == ChallengeType.DNS_01 ? "*.host.corp" : "host.corp"),
                key);
    }

    private static String all(ClientSoftware software, ClientSetup setup) {
        return software.steps(setup).stream().map(Step::text).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void eachIsToldAllThatItNeeds(ClientSetup setup) {
        for (ClientSoftware software : ClientSoftware.values()) {
            List<Step> steps = software.steps(setup);
            if (steps.isEmpty()) {
                continue;
            }
            String text = all(software, setup);
            assertThat(text)
                    .as(software.word())
                    .contains(DIRECTORY, setup.name().value());
            assertThat(text).as(software.word()).containsAnyOf(ROOT, "caBundle: LS0t", "internal-root.pem");
            assertThat(text.contains(KID))
                    .as(software.word())
                    .isEqualTo(setup.key().isPresent());
            assertThat(text.contains(SECRET))
                    .as(software.word())
                    .isEqualTo(setup.key().isPresent());
            assertThat(text).as(software.word()).doesNotContain("null", "Optional");
            assertThat(steps).allSatisfy(step -> {
                assertThat(step.text()).isNotBlank().doesNotEndWith("\n").doesNotContain("\t");
                assertThat(step.text().lines()).noneMatch(line -> line.endsWith(" "));
                assertThat(step.lines()).isPositive();
            });
        }
    }

    /** A client that cannot show control by a challenge has no words for it; each challenge has clients. */
    @ParameterizedTest
    @EnumSource
    void thereAreClientsForEachChallenge(ChallengeType challenge) {
        ClientSetup setup = setup(challenge, Ports.STANDARD, none());
        assertThat(ClientSoftware.values())
                .filteredOn(software -> !software.steps(setup).isEmpty())
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(ClientSoftware.CERTBOT.steps(setup).isEmpty()).isEqualTo(challenge == ChallengeType.TLS_ALPN_01);
        assertThat(ClientSoftware.NGINX.steps(setup).isEmpty()).isEqualTo(challenge == ChallengeType.DNS_01);
    }

    @Test
    void portsAreSaidWhereTheyAreNotThoseOfTheRfcs() {
        for (ClientSoftware software : ClientSoftware.values()) {
            String odd = all(software, setup(ChallengeType.HTTP_01, new Ports(5080, 5443), none()));
            String standard = all(software, setup(ChallengeType.HTTP_01, Ports.STANDARD, none()));
            assertThat(standard).as(software.word()).doesNotContain("5080", "--http-01-port", "MDPortMap");
            if (software != ClientSoftware.DEHYDRATED && software != ClientSoftware.CERT_MANAGER) {
                assertThat(odd).as(software.word()).contains("5080");
            }
        }
    }

    @Test
    void certbotIsToldInOneCommand() {
        assertThat(ClientSoftware.CERTBOT
                        .steps(setup(
                                ChallengeType.HTTP_01,
                                new Ports(5080, 443),
                                Optional.of(new ClientSetup.Key(KID, SECRET))))
                        .get(0)
                        .text())
                .isEqualTo(
                        """
                        sudo env REQUESTS_CA_BUNDLE=/etc/ssl/internal-root.pem certbot certonly --standalone \\
                          --http-01-port 5080 \\
                          --server https://ca.corp.internal/acme/internal/web/directory \\
                          --agree-tos --register-unsafely-without-email \\
                          --eab-kid AZ-3_kid \\
                          --eab-hmac-key=-secret_0123456789 \\
                          -d host.corp""");
    }

    @Test
    void aWildcardIsQuotedWhereAShellWouldLookForFiles() {
        ClientSetup setup = setup(ChallengeType.DNS_01, Ports.STANDARD, none());
        assertThat(all(ClientSoftware.CERTBOT, setup)).contains("-d '*.host.corp'");
        assertThat(all(ClientSoftware.LEGO, setup)).contains("--domains '*.host.corp'");
        assertThat(all(ClientSoftware.CERT_MANAGER, setup)).contains("- '*.host.corp'");
        assertThat(all(ClientSoftware.TRAEFIK, setup)).contains("'Host(`host.corp`)'", "main: '*.host.corp'");
    }

    /** wacs.exe takes what begins with a hyphen for an option, unless it has quotation marks of its own. */
    @Test
    void aSecretWithAHyphenReachesWinAcme() {
        assertThat(all(
                        ClientSoftware.WIN_ACME,
                        setup(ChallengeType.HTTP_01, Ports.STANDARD, Optional.of(new ClientSetup.Key(KID, SECRET)))))
                .contains("--eab-key \"\\\"-secret_0123456789\\\"\"");
    }

    /** The document says of each option where it is from: what is not in it was guessed. */
    @Test
    void eachOptionIsInTheDocument() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (ClientSoftware software : ClientSoftware.values()) {
            setups().forEach(setup -> assertThat(OPTION.matcher(all(software, setup))
                            .results()
                            .map(MatchResult::group)
                            .map(String::strip)
                            .map(option -> option.replaceFirst(":$", ""))
                            .filter(option -> !document.contains(option))
                            .distinct()
                            .toList())
                    .as("%s, not in docs/clients.md", software.word())
                    .isEmpty());
        }
    }
}
