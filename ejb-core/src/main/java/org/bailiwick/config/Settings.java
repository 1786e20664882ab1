package org.bailiwick.config;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.AddressRange;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.OfferedChallenges;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.limit.RateLimits;
import org.bailiwick.policy.NameRule;
import org.bailiwick.validation.NameResolver;
import org.bailiwick.validation.ValidationTargets;

/**
 * The settings of a server, validated: an instance exists only if every setting is known and can be right.
 *
 * <p>A server reads them from its system properties. The quick start, which starts a server with them, also reads the
 * environment and a file; {@code docs/settings.md} says in which order.
 */
public final class Settings {

    private static final String QUICKSTART_NAMES =
            "**.internal, **.test, **.localhost, **.lan, **.home.arpa, <single-label>, <wildcard>, 127.0.0.1, ::1";
    private static final int QUICKSTART_HTTP01_PORT = 5080;
    private static final int QUICKSTART_TLSALPN01_PORT = 5443;

    /** 127.0.0.53 and the like in resolv.conf are fine: that is the system's own resolver, not one of ours. */
    private static final Pattern LOOPBACK = Pattern.compile("^(127\\.|0\\.0\\.0\\.0|\\[?::1?(]|$))");

    private final GivenSettings given;
    private final URI url;
    private final List<CertificateProfile> profiles;
    private final RateLimits rateLimits;

    private Settings(GivenSettings given) {
        this.given = given;
        this.profiles = readProfiles();
        this.rateLimits = readRateLimits();
        new SettingChecks(this, given).run();
        // asked several times in each request
        this.url = URI.create(given.optional(Setting.URL)
                .orElseGet(() -> "https://" + host() + (httpsPort() == 443 ? "" : ":" + httpsPort())));
    }

    /**
     * Reads settings.
     *
     * @param given by key ({@code bailiwick.…})
     * @throws InvalidSettingException if one is unknown or cannot be right
     */
    public static Settings of(Map<String, String> given) {
        return new Settings(GivenSettings.of(given));
    }

    /** The settings among system properties: all whose name begins with {@code bailiwick.}. */
    public static Map<String, String> among(Properties properties) {
        Map<String, String> settings = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(Setting.PREFIX)) {
                settings.put(key, properties.getProperty(key));
            }
        }
        return settings;
    }

    /** The settings among environment variables: all whose name begins with {@code BAILIWICK_}. */
    public static Map<String, String> amongEnvironment(Map<String, String> environment) {
        Map<String, String> settings = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (variable.startsWith("BAILIWICK_")) {
                settings.put(keyOf(variable), value);
            }
        });
        return settings;
    }

    private static String keyOf(String variable) {
        for (Setting setting : Setting.values()) {
            if (setting.environmentVariable().equals(variable)) {
                return setting.key();
            }
        }
        throw new InvalidSettingException(
                "There is no setting %s in the environment. docs/settings.md lists them all.".formatted(variable));
    }

    public Mode mode() {
        return switch (given.text(Setting.MODE)) {
            case "production" -> Mode.PRODUCTION;
            case "quickstart" -> Mode.QUICKSTART;
            default -> throw given.invalid(Setting.MODE, "write production or quickstart");
        };
    }

    /** The data folder, absolute. */
    public Path data() {
        return given.required(Setting.DATA).toAbsolutePath().normalize();
    }

    public String host() {
        return given.text(Setting.HOST).toLowerCase(Locale.ROOT);
    }

    /** Loopback if clients call the server {@code localhost}, else every address. */
    public String bindAddress() {
        return given.optional(Setting.BIND_ADDRESS).orElse(host().equals("localhost") ? "127.0.0.1" : "0.0.0.0");
    }

    public int httpsPort() {
        return given.port(Setting.HTTPS_PORT);
    }

    public int managementPort() {
        return given.port(Setting.MANAGEMENT_PORT);
    }

    /** What every URL we hand out begins with: scheme, host and port, no trailing slash. */
    public URI url() {
        return url;
    }

    public String node() {
        return given.text(Setting.NODE);
    }

    /** H2 in a file of the data folder, unless told otherwise. {@code WRITE_DELAY=0}: what is committed is on the disk. */
    public String databaseUrl() {
        return given.optional(Setting.DATABASE_URL)
                .orElseGet(() -> "jdbc:h2:file:" + data().resolve("database").resolve("bailiwick")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    /** The name of WildFly's JDBC driver for that URL. */
    public String databaseDriver() {
        String url = given.optional(Setting.DATABASE_URL).orElse("jdbc:h2:");
        String fits = url.startsWith("jdbc:postgresql:") ? "postgresql" : url.startsWith("jdbc:h2:") ? "h2" : "";
        if (fits.isEmpty()) {
            throw given.invalid(Setting.DATABASE_URL, "write a jdbc:postgresql: or jdbc:h2: URL");
        }
        if (!given.optional(Setting.DATABASE_DRIVER).orElse(fits).equals(fits)) {
            throw given.invalid(Setting.DATABASE_DRIVER, "the URL is one for " + fits);
        }
        return fits;
    }

    public String databaseUser() {
        return given.text(Setting.DATABASE_USER);
    }

    public Optional<String> databasePassword() {
        return given.optional(Setting.DATABASE_PASSWORD);
    }

    public int databaseConnections() {
        return given.number(Setting.DATABASE_CONNECTIONS, 2, 1000);
    }

    public Path tokenLibrary() {
        return given.required(Setting.TOKEN_LIBRARY);
    }

    /** The library, if one is named; the quick start looks for SoftHSM's otherwise. */
    public Optional<Path> tokenLibraryIfNamed() {
        return given.path(Setting.TOKEN_LIBRARY);
    }

    public String tokenLabel() {
        return given.text(Setting.TOKEN_LABEL);
    }

    public Path tokenPinFile() {
        return given.path(Setting.TOKEN_PIN_FILE)
                .orElseGet(() -> data().resolve("token").resolve("pin"));
    }

    public String authorityName() {
        return given.text(Setting.AUTHORITY_NAME);
    }

    public String authorityKey() {
        return given.text(Setting.AUTHORITY_KEY);
    }

    public Path authorityChain() {
        return given.path(Setting.AUTHORITY_CHAIN)
                .orElseGet(() -> data().resolve("ca").resolve("chain.pem"));
    }

    /** The allow rules of the first authority; none means that it refuses every name until it is given a policy. */
    public List<NameRule> authorityNames() {
        String names = given.optional(Setting.AUTHORITY_NAMES).orElse(quickstart() ? QUICKSTART_NAMES : "");
        try {
            return Pattern.compile(",")
                    .splitAsStream(names)
                    .map(String::strip)
                    .filter(rule -> !rule.isEmpty())
                    .map(NameRule::parse)
                    .toList();
        } catch (IllegalArgumentException notARule) {
            throw given.invalid(Setting.AUTHORITY_NAMES, String.valueOf(notARule.getMessage()));
        }
    }

    /** The profiles that clients may ask for; at least one, the first for those that ask for none. */
    public List<CertificateProfile> profiles() {
        return profiles;
    }

    private List<CertificateProfile> readProfiles() {
        List<CertificateProfile> named = Pattern.compile(",")
                .splitAsStream(given.text(Setting.PROFILES))
                .map(String::strip)
                .map(name -> CertificateProfile.named(name)
                        .orElseThrow(() -> given.invalid(
                                Setting.PROFILES,
                                "there is no profile \"%s\"; there are %s"
                                        .formatted(
                                                name,
                                                CertificateProfile.builtIns().stream()
                                                        .map(CertificateProfile::name)
                                                        .collect(Collectors.joining(", "))))))
                .toList();
        if (named.stream().distinct().count() < named.size()) {
            throw given.invalid(Setting.PROFILES, "name each profile once");
        }
        return named;
    }

    /** How much of what one client may ask for. */
    public RateLimits rateLimits() {
        return rateLimits;
    }

    private RateLimits readRateLimits() {
        try {
            return RateLimits.parse(given.text(Setting.LIMITS));
        } catch (IllegalArgumentException notLimits) {
            throw given.invalid(Setting.LIMITS, String.valueOf(notLimits.getMessage()));
        }
    }

    public int http01Port() {
        if (!given.has(Setting.HTTP01_PORT)) {
            return quickstart() ? QUICKSTART_HTTP01_PORT : 80;
        }
        return given.port(Setting.HTTP01_PORT);
    }

    public int tlsAlpn01Port() {
        if (!given.has(Setting.TLSALPN01_PORT)) {
            return quickstart() ? QUICKSTART_TLSALPN01_PORT : 443;
        }
        return given.port(Setting.TLSALPN01_PORT);
    }

    /** The challenge types that new orders are offered. */
    public OfferedChallenges challenges() {
        try {
            return OfferedChallenges.parse(given.text(Setting.CHALLENGES));
        } catch (IllegalArgumentException notTypes) {
            throw given.invalid(Setting.CHALLENGES, String.valueOf(notTypes.getMessage()));
        }
    }

    /** The address that validation connects from, if that is not the system's choice. */
    public Optional<InetAddress> validationSourceAddress() {
        try {
            return given.optional(Setting.SOURCE_ADDRESS).map(text -> new IpIdentifier(text).address());
        } catch (AcmeException notAnAddress) {
            throw given.invalid(Setting.SOURCE_ADDRESS, "write an IP address of this machine");
        }
    }

    /** The addresses that validation may connect to. */
    public ValidationTargets validationTargets() {
        String targets = given.optional(Setting.VALIDATION_TARGETS)
                .orElse(quickstart() ? "default, 127.0.0.0/8, ::1/128" : "default");
        try {
            return ValidationTargets.parse(targets);
        } catch (IllegalArgumentException notTargets) {
            throw given.invalid(Setting.VALIDATION_TARGETS, String.valueOf(notTargets.getMessage()));
        }
    }

    /** The name servers that validation asks. */
    public NameResolver validationResolver() {
        try {
            return NameResolver.parse(given.text(Setting.VALIDATION_RESOLVERS));
        } catch (IllegalArgumentException notServers) {
            throw given.invalid(Setting.VALIDATION_RESOLVERS, String.valueOf(notServers.getMessage()));
        }
    }

    public Duration validationTimeLimit() {
        return Duration.ofSeconds(given.number(Setting.VALIDATION_SECONDS, 1, 60));
    }

    public Path tlsKeystore() {
        return given.path(Setting.TLS_KEYSTORE)
                .orElseGet(() -> data().resolve("tls").resolve("server.p12"));
    }

    public Optional<String> tlsPassword() {
        return given.optional(Setting.TLS_PASSWORD);
    }

    /**
     * Demands that some settings are not given.
     *
     * @throws InvalidSettingException if one is
     */
    public void requireNone(String because, Setting... unwanted) {
        for (Setting setting : unwanted) {
            if (given.has(setting)) {
                throw new InvalidSettingException("Remove the setting %s: %s.".formatted(setting.key(), because));
            }
        }
    }

    /**
     * Demands what a server cannot do without, and that its passwords come from where its own configuration reads them.
     *
     * @param environment of the server's process
     * @throws InvalidSettingException if something is missing, or a password is among the settings
     */
    public void requireForServer(Map<String, String> environment) {
        data();
        tokenLibrary();
        for (Setting setting : Setting.values()) {
            if (setting.secret()) {
                requireInEnvironment(environment, setting);
            }
        }
    }

    private void requireInEnvironment(Map<String, String> environment, Setting secret) {
        String variable = secret.environmentVariable();
        requireNone(
                "a server takes it from its environment only, as %s, where others cannot read it".formatted(variable),
                secret);
        if (environment.getOrDefault(variable, "").isBlank()) {
            throw new InvalidSettingException(
                    "The variable %s is missing in the server's environment; docs/settings.md says what it is."
                            .formatted(variable));
        }
    }

    /** These settings with some of them set. */
    public Settings with(Map<Setting, String> others) {
        return new Settings(given.with(others));
    }

    /**
     * The settings as a server is to be started with them: every default worked out, in the names that the server's own
     * configuration uses; no secret among them.
     */
    public Map<String, String> forServer() {
        Map<String, String> all = new TreeMap<>();
        given.forEach((setting, value) -> {
            if (!setting.secret()) {
                all.put(setting.key(), value);
            }
        });
        all.put(Setting.DATA.key(), data().toString());
        all.put(Setting.HTTPS_PORT.key(), Integer.toString(httpsPort()));
        all.put(Setting.MANAGEMENT_PORT.key(), Integer.toString(managementPort()));
        all.put(Setting.DATABASE_URL.key(), databaseUrl());
        all.put(Setting.DATABASE_DRIVER.key(), databaseDriver());
        all.put(Setting.DATABASE_USER.key(), databaseUser());
        all.put(Setting.TLS_KEYSTORE.key(), tlsKeystore().toString());
        return all;
    }

    /** Which switches that are there for tests are on, as sentences for the start page. */
    public List<String> testSwitches() {
        List<String> switches = new ArrayList<>();
        if (http01Port() != 80) {
            switches.add("http-01 connects to port %d instead of 80".formatted(http01Port()));
        }
        if (tlsAlpn01Port() != 443) {
            switches.add("tls-alpn-01 connects to port %d instead of 443".formatted(tlsAlpn01Port()));
        }
        if (validationTargets().permitted().stream().anyMatch(Settings::opensLoopback)) {
            switches.add("validation may connect to loopback addresses");
        }
        String resolvers = given.text(Setting.VALIDATION_RESOLVERS);
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

    private boolean quickstart() {
        return mode() == Mode.QUICKSTART;
    }
}
