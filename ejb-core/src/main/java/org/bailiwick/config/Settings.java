package org.bailiwick.config;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.policy.NameRule;
import org.bailiwick.validation.AddressRange;
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
            "**.internal, **.test, **.localhost, **.lan, **.home.arpa, <single-label>";
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int QUICKSTART_HTTP01_PORT = 5080;
    private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]+((\\.|-+)[A-Za-z0-9]+)*");
    private static final Pattern HTTPS = Pattern.compile("https://(?<host>[^:]+)(:(?<port>[0-9]{1,5}))?");
    private static final int MAXIMUM_PORT = 65535;

    /** Octets; WildFly's limit, which it wants for its transactions. */
    private static final int NODE_LENGTH = 23;

    /** Octets; PKCS#11 CK_TOKEN_INFO. */
    private static final int TOKEN_LABEL_LENGTH = 32;

    /** 127.0.0.53 and the like in resolv.conf are fine: that is the system's own resolver, not one of ours. */
    private static final Pattern LOOPBACK = Pattern.compile("^(127\\.|0\\.0\\.0\\.0|\\[?::1?(]|$))");

    private static final List<Setting> PATHS = List.of(
            Setting.DATA, Setting.TOKEN_LIBRARY, Setting.TOKEN_PIN_FILE, Setting.AUTHORITY_CHAIN, Setting.TLS_KEYSTORE);

    private final Map<Setting, String> given;

    private Settings(Map<Setting, String> given) {
        this.given = given;
        validate();
    }

    /**
     * Reads settings.
     *
     * @param given by key ({@code bailiwick.…})
     * @throws InvalidSettingException if one is unknown or cannot be right
     */
    public static Settings of(Map<String, String> given) {
        Map<Setting, String> known = new EnumMap<>(Setting.class);
        new TreeMap<>(given).forEach((key, value) -> {
            Setting setting = Setting.withKey(key)
                    .orElseThrow(() -> new InvalidSettingException(
                            "There is no setting %s; docs/settings.md lists them all.".formatted(key)));
            if (!value.isBlank()) {
                known.put(setting, value.strip());
            }
        });
        return new Settings(known);
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
        return switch (text(Setting.MODE)) {
            case "production" -> Mode.PRODUCTION;
            case "quickstart" -> Mode.QUICKSTART;
            default -> throw invalid(Setting.MODE, "write production or quickstart");
        };
    }

    /** The data folder, absolute. */
    public Path data() {
        return required(Setting.DATA).toAbsolutePath().normalize();
    }

    public String host() {
        return text(Setting.HOST).toLowerCase(Locale.ROOT);
    }

    /** Loopback if clients call the server {@code localhost}, else every address. */
    public String bindAddress() {
        return optional(Setting.BIND_ADDRESS).orElse(host().equals("localhost") ? "127.0.0.1" : "0.0.0.0");
    }

    public int httpsPort() {
        return port(Setting.HTTPS_PORT, text(Setting.HTTPS_PORT));
    }

    public int managementPort() {
        return port(Setting.MANAGEMENT_PORT, text(Setting.MANAGEMENT_PORT));
    }

    /** What every URL we hand out begins with: scheme, host and port, no trailing slash. */
    public URI url() {
        return URI.create(
                optional(Setting.URL).orElse("https://" + host() + (httpsPort() == 443 ? "" : ":" + httpsPort())));
    }

    public String node() {
        return text(Setting.NODE);
    }

    /** H2 in a file of the data folder, unless told otherwise. {@code WRITE_DELAY=0}: what is committed is on the disk. */
    public String databaseUrl() {
        return optional(Setting.DATABASE_URL)
                .orElseGet(() -> "jdbc:h2:file:" + data().resolve("database").resolve("bailiwick")
                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    }

    /** The name of WildFly's JDBC driver for that URL. */
    public String databaseDriver() {
        String url = optional(Setting.DATABASE_URL).orElse("jdbc:h2:");
        String fits = url.startsWith("jdbc:postgresql:") ? "postgresql" : url.startsWith("jdbc:h2:") ? "h2" : "";
        if (fits.isEmpty()) {
            throw invalid(Setting.DATABASE_URL, "write a jdbc:postgresql: or jdbc:h2: URL");
        }
        if (!optional(Setting.DATABASE_DRIVER).orElse(fits).equals(fits)) {
            throw invalid(Setting.DATABASE_DRIVER, "the URL is one for " + fits);
        }
        return fits;
    }

    public String databaseUser() {
        return text(Setting.DATABASE_USER);
    }

    public Optional<String> databasePassword() {
        return optional(Setting.DATABASE_PASSWORD);
    }

    public int databaseConnections() {
        return number(Setting.DATABASE_CONNECTIONS, text(Setting.DATABASE_CONNECTIONS), 2, 1000);
    }

    public Path tokenLibrary() {
        return required(Setting.TOKEN_LIBRARY);
    }

    /** The library, if one is named; the quick start looks for SoftHSM's otherwise. */
    public Optional<Path> tokenLibraryIfNamed() {
        return path(Setting.TOKEN_LIBRARY);
    }

    public String tokenLabel() {
        return text(Setting.TOKEN_LABEL);
    }

    public Path tokenPinFile() {
        return path(Setting.TOKEN_PIN_FILE)
                .orElseGet(() -> data().resolve("token").resolve("pin"));
    }

    public String authorityName() {
        return text(Setting.AUTHORITY_NAME);
    }

    public String authorityKey() {
        return text(Setting.AUTHORITY_KEY);
    }

    public Path authorityChain() {
        return path(Setting.AUTHORITY_CHAIN)
                .orElseGet(() -> data().resolve("ca").resolve("chain.pem"));
    }

    /** The allow rules of the first authority; none means that it refuses every name until it is given a policy. */
    public List<NameRule> authorityNames() {
        String names = optional(Setting.AUTHORITY_NAMES).orElse(quickstart() ? QUICKSTART_NAMES : "");
        try {
            return Pattern.compile(",")
                    .splitAsStream(names)
                    .map(String::strip)
                    .filter(rule -> !rule.isEmpty())
                    .map(NameRule::parse)
                    .toList();
        } catch (IllegalArgumentException notARule) {
            throw invalid(Setting.AUTHORITY_NAMES, String.valueOf(notARule.getMessage()));
        }
    }

    public int http01Port() {
        return optional(Setting.HTTP01_PORT)
                .map(text -> port(Setting.HTTP01_PORT, text))
                .orElse(quickstart() ? QUICKSTART_HTTP01_PORT : 80);
    }

    /** The addresses that validation may connect to. */
    public ValidationTargets validationTargets() {
        String targets =
                optional(Setting.VALIDATION_TARGETS).orElse(quickstart() ? "default, 127.0.0.0/8, ::1/128" : "default");
        try {
            return ValidationTargets.parse(targets);
        } catch (IllegalArgumentException notTargets) {
            throw invalid(Setting.VALIDATION_TARGETS, String.valueOf(notTargets.getMessage()));
        }
    }

    /** The name servers that validation asks. */
    public NameResolver validationResolver() {
        try {
            return NameResolver.parse(text(Setting.VALIDATION_RESOLVERS));
        } catch (IllegalArgumentException notServers) {
            throw invalid(Setting.VALIDATION_RESOLVERS, String.valueOf(notServers.getMessage()));
        }
    }

    public Duration validationTimeLimit() {
        return Duration.ofSeconds(number(Setting.VALIDATION_SECONDS, text(Setting.VALIDATION_SECONDS), 1, 60));
    }

    public Path tlsKeystore() {
        return path(Setting.TLS_KEYSTORE).orElseGet(() -> data().resolve("tls").resolve("server.p12"));
    }

    public Optional<String> tlsPassword() {
        return optional(Setting.TLS_PASSWORD);
    }

    /**
     * Demands that some settings are not given.
     *
     * @throws InvalidSettingException if one is
     */
    public void requireNone(String because, Setting... unwanted) {
        for (Setting setting : unwanted) {
            if (given.containsKey(setting)) {
                throw new InvalidSettingException("Remove the setting %s: %s.".formatted(setting.key(), because));
            }
        }
    }

    /**
     * Demands what a server cannot do without.
     *
     * @throws InvalidSettingException if it is not given
     */
    public void requireForServer() {
        data();
        tokenLibrary();
    }

    /** These settings with some of them set. */
    public Settings with(Map<Setting, String> others) {
        Map<Setting, String> all = new EnumMap<>(given);
        all.putAll(others);
        return new Settings(all);
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
        if (validationTargets().permitted().stream().anyMatch(Settings::opensLoopback)) {
            switches.add("validation may connect to loopback addresses");
        }
        String resolvers = text(Setting.VALIDATION_RESOLVERS);
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

    private void validate() {
        mode();
        if (!HOST.matcher(host()).matches()) {
            throw invalid(Setting.HOST, "write the host name or IPv4 address that clients call this server by");
        }
        requireLiteral();
        httpsPort();
        managementPort();
        requireHttps();
        requireAtMost(NODE_LENGTH, Setting.NODE);
        requireAtMost(TOKEN_LABEL_LENGTH, Setting.TOKEN_LABEL);
        PATHS.forEach(this::path);
        databaseDriver();
        databaseConnections();
        requireNames();
        http01Port();
        validationTimeLimit();
        validationTargets();
        validationResolver();
        if (mode() == Mode.PRODUCTION && !testSwitches().isEmpty()) {
            throw new InvalidSettingException(
                    "In production mode %s: remove that setting, or set bailiwick.mode=quickstart for a test."
                            .formatted(String.join(" and ", testSwitches())));
        }
    }

    private void requireNames() {
        if (!SEGMENT.matcher(authorityName()).matches()) {
            throw invalid(Setting.AUTHORITY_NAME, "write 1 to 63 lower-case letters, digits and inner hyphens");
        }
        List<NameRule> names = authorityNames();
        // the quick start's own TLS certificate is from its own authority
        if (quickstart() && names.stream().noneMatch(rule -> rule.matches(ownName()))) {
            throw invalid(
                    Setting.HOST,
                    "the authority must permit it; add a rule for it to %s".formatted(Setting.AUTHORITY_NAMES.key()));
        }
    }

    private DnsIdentifier ownName() {
        try {
            return new DnsIdentifier(host());
        } catch (AcmeException notAName) {
            throw invalid(Setting.HOST, "write a DNS name; an authority of names does not permit addresses");
        }
    }

    private void requireLiteral() {
        String address = bindAddress();
        try {
            if (!address.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*") || InetAddress.getByName(address) == null) {
                throw invalid(Setting.BIND_ADDRESS, "write an IP address of this machine, or 0.0.0.0 for all");
            }
        } catch (UnknownHostException notAnAddress) {
            throw invalid(Setting.BIND_ADDRESS, "write an IP address of this machine, or 0.0.0.0 for all");
        }
    }

    private void requireHttps() {
        optional(Setting.URL).ifPresent(url -> {
            Matcher parts = HTTPS.matcher(url);
            if (!parts.matches() || !HOST.matcher(parts.group("host")).matches()) {
                throw invalid(Setting.URL, "write https://, a host name and perhaps a port, without a path");
            }
            Optional.ofNullable(parts.group("port")).ifPresent(port -> port(Setting.URL, port));
        });
    }

    private void requireAtMost(int octets, Setting setting) {
        if (text(setting).getBytes(StandardCharsets.UTF_8).length > octets) {
            throw invalid(setting, "write at most %d octets".formatted(octets));
        }
    }

    private int port(Setting setting, String text) {
        return number(setting, text, 1, MAXIMUM_PORT);
    }

    private int number(Setting setting, String text, int least, int most) {
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw invalid(setting, "write a number from %d to %d".formatted(least, most));
    }

    private String text(Setting setting) {
        return optional(setting).or(setting::standard).orElseThrow(() -> invalid(setting, "it has no default"));
    }

    private Path required(Setting setting) {
        return path(setting)
                .orElseThrow(() -> new InvalidSettingException(
                        "The setting %s is missing; docs/settings.md says what it is.".formatted(setting.key())));
    }

    private Optional<Path> path(Setting setting) {
        try {
            return optional(setting).map(Path::of);
        } catch (InvalidPathException notAPath) {
            throw invalid(setting, "write the path of a file or a folder");
        }
    }

    private Optional<String> optional(Setting setting) {
        return Optional.ofNullable(given.get(setting));
    }

    private InvalidSettingException invalid(Setting setting, String mend) {
        // a JDBC URL may have a password in it
        String shown = setting.secret() || setting == Setting.DATABASE_URL ? "" : "=" + given.getOrDefault(setting, "");
        return new InvalidSettingException(
                "The setting %s%s cannot be right: %s.".formatted(setting.key(), shown, mend));
    }
}
