package org.bailiwick.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.AddressRange;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.OfferedChallenges;
import org.bailiwick.acme.Problem;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.limit.RateLimits;
import org.bailiwick.validation.NameResolver;
import org.bailiwick.validation.ValidationSettings;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.bailiwick.validation.ValidationTargets;
import org.jspecify.annotations.Nullable;

/**
 * How one provisioner works: what it has of its own, and of the server's settings the rest.
 *
 * @param termsOfService what clients must agree to before they get an account (RFC 8555 §7.3); null if nothing
 * @param externalAccount whether accounts must be bound to external account keys (RFC 8555 §7.3.4)
 * @param profiles what clients may ask for; at least one, the first for those that ask for none
 * @param limits how much of what one client may ask for
 * @param challenges the challenge types that new orders are offered
 * @param validation how validators work
 * @param testSwitches which switches that are there for tests are on, as sentences
 */
public record ProvisionerSettings(
        @Nullable URI termsOfService,
        ExternalAccountRequirement externalAccount,
        List<CertificateProfile> profiles,
        RateLimits limits,
        OfferedChallenges challenges,
        ValidationSettings validation,
        List<String> testSwitches) {

    private static final Ports QUICKSTART_PORTS = new Ports(5080, 5443);
    private static final String QUICKSTART_TARGETS = "default, 127.0.0.0/8, ::1/128";

    /** More than any redirect to HTTPS and to a canonical name needs. */
    private static final int REDIRECT_LIMIT = 10;

    private static final int MAXIMUM_URL_LENGTH = 1000;

    /** 127.0.0.53 and the like in resolv.conf are fine: that is the system's own resolver, not one of ours. */
    private static final Pattern LOOPBACK = Pattern.compile("^(127\\.|0\\.0\\.0\\.0|\\[?::1?(]|$))");

    public ProvisionerSettings {
        profiles = List.copyOf(profiles);
        testSwitches = List.copyOf(testSwitches);
    }

    /**
     * Reads them.
     *
     * @param known the profiles that may be named
     * @throws InvalidSettingException if one cannot be right, or is for tests and the mode is production
     */
    static ProvisionerSettings read(GivenSettings given, Mode mode, KnownProfiles known) {
        ValidationSettings validation = validation(given, mode);
        List<String> switches = testSwitches(validation, given.text(Setting.VALIDATION_RESOLVERS));
        if (mode == Mode.PRODUCTION && !switches.isEmpty()) {
            throw new InvalidSettingException(
                    "In production mode %s: remove that setting, or set bailiwick.mode=quickstart for a test."
                            .formatted(String.join(" and ", switches)));
        }
        return new ProvisionerSettings(
                given.optional(Setting.TERMS_OF_SERVICE)
                        .map(url -> page(given, url))
                        .orElse(null),
                parsed(given, Setting.EXTERNAL_ACCOUNT, ExternalAccountRequirement::parse),
                profiles(given, known),
                parsed(given, Setting.LIMITS, RateLimits::parse),
                parsed(given, Setting.CHALLENGES, OfferedChallenges::parse),
                validation,
                switches);
    }

    private static URI page(GivenSettings given, String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null && text.length() <= MAXIMUM_URL_LENGTH) {
                // it becomes a header, which is ASCII
                return URI.create(url.toASCIIString());
            }
        } catch (URISyntaxException notAUrl) {
            // said below
        }
        throw given.invalid(Setting.TERMS_OF_SERVICE, "write the https or http URL of a page");
    }

    /** The names of the profiles that a provisioner is to offer, as its setting has them. */
    public static List<String> profileNames(String setting) {
        return Pattern.compile(",").splitAsStream(setting).map(String::strip).toList();
    }

    private static List<CertificateProfile> profiles(GivenSettings given, KnownProfiles known) {
        List<CertificateProfile> named = profileNames(given.text(Setting.PROFILES)).stream()
                .map(name -> known.named(name).orElseThrow(() -> noProfile(given, name, known)))
                .toList();
        if (named.stream().distinct().count() < named.size()) {
            throw given.invalid(Setting.PROFILES, "name each profile once");
        }
        return named;
    }

    private static InvalidSettingException noProfile(GivenSettings given, String name, KnownProfiles known) {
        String all = known.all().stream().map(CertificateProfile::name).collect(Collectors.joining(", "));
        return given.invalid(
                Setting.PROFILES, "there is no profile \"%s\"; there are %s".formatted(Problem.printable(name), all));
    }

    private static ValidationSettings validation(GivenSettings given, Mode mode) {
        boolean quickstart = mode == Mode.QUICKSTART;
        Ports standard = quickstart ? QUICKSTART_PORTS : Ports.STANDARD;
        String targets = given.optional(Setting.VALIDATION_TARGETS).orElse(standardTargets(mode));
        return new ValidationSettings(
                parsed(given, Setting.VALIDATION_TARGETS, targets, ValidationTargets::parse),
                parsed(given, Setting.VALIDATION_RESOLVERS, NameResolver::parse),
                new Ports(
                        given.has(Setting.HTTP01_PORT) ? given.port(Setting.HTTP01_PORT) : standard.http01(),
                        given.has(Setting.TLSALPN01_PORT) ? given.port(Setting.TLSALPN01_PORT) : standard.tlsAlpn01()),
                source(given).orElse(null),
                Duration.ofSeconds(given.number(Setting.VALIDATION_SECONDS, 1, 60)),
                REDIRECT_LIMIT);
    }

    /** Where validation may connect to if nobody says it. */
    static String standardTargets(Mode mode) {
        return mode == Mode.QUICKSTART ? QUICKSTART_TARGETS : "default";
    }

    private static Optional<InetAddress> source(GivenSettings given) {
        try {
            return given.optional(Setting.SOURCE_ADDRESS).map(text -> new IpIdentifier(text).address());
        } catch (AcmeException notAnAddress) {
            throw given.invalid(Setting.SOURCE_ADDRESS, "write an IP address of this machine");
        }
    }

    private static <T> T parsed(GivenSettings given, Setting setting, Function<String, T> parse) {
        return parsed(given, setting, given.text(setting), parse);
    }

    private static <T> T parsed(GivenSettings given, Setting setting, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException unreadable) {
            throw given.invalid(setting, String.valueOf(unreadable.getMessage()));
        }
    }

    private static List<String> testSwitches(ValidationSettings validation, String resolvers) {
        List<String> switches = new ArrayList<>();
        Ports ports = validation.ports();
        if (ports.http01() != Ports.STANDARD.http01()) {
            switches.add("http-01 connects to port %d instead of 80".formatted(ports.http01()));
        }
        if (ports.tlsAlpn01() != Ports.STANDARD.tlsAlpn01()) {
            switches.add("tls-alpn-01 connects to port %d instead of 443".formatted(ports.tlsAlpn01()));
        }
        if (validation.targets().permitted().stream().anyMatch(ProvisionerSettings::opensLoopback)) {
            switches.add("validation may connect to loopback addresses");
        }
        if (Pattern.compile(",").splitAsStream(resolvers).map(String::strip).anyMatch(LOOPBACK.asPredicate())) {
            switches.add("validation asks a name server on loopback (%s)".formatted(resolvers));
        }
        return switches;
    }

    /** Whoever connects to the unspecified address reaches this machine, too. */
    private static boolean opensLoopback(AddressRange range) {
        InetAddress first = range.network();
        return first.isLoopbackAddress() || (first.isAnyLocalAddress() && range.prefixLength() >= Byte.SIZE);
    }
}
