package org.bailiwick.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.bailiwick.acme.Problem;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.hsm.pkcs11.Pkcs11TokenConfig;
import org.bailiwick.policy.NamePolicy;

/**
 * The settings of a server, validated: an instance exists only if every setting is known and can be right.
 *
 * <p>A server reads them from its system properties. The quick start, which starts a server with them, also reads the
 * environment and a file; {@code docs/settings.md} says in which order.
 */
public final class Settings {

    private static final String QUICKSTART_NAMES =
            "**.internal, **.test, **.localhost, **.lan, **.home.arpa, <single-label>, <wildcard>, 127.0.0.1, ::1";

    /** The name of the person that a quick start makes for the portal. */
    public static final String QUICKSTART_ADMINISTRATOR = "admin";

    /** In characters: hundreds of address ranges. */
    private static final int LONGEST_OF_PROVISIONER = 5_000;

    /** A year. */
    private static final int MOST_HOURS = 8_760;

    private final GivenSettings given;
    private final URI url;
    private final URI httpUrl;
    private final ProvisionerSettings forProvisioners;

    /** Read once: a provisioner is asked for them with each request. */
    private final Cache<OwnSettings, ProvisionerSettings> ownSettings =
            Caffeine.newBuilder().maximumSize(1_000).build();

    private Settings(GivenSettings given) {
        this.given = given;
        this.forProvisioners = ProvisionerSettings.read(given, mode(), KnownProfiles.BUILT_IN);
        new SettingChecks(this, given).run();
        // asked several times in each request
        this.url = URI.create(given.optional(Setting.URL)
                .orElseGet(() -> "https://" + host() + (httpsPort() == 443 ? "" : ":" + httpsPort())));
        this.httpUrl = URI.create(given.optional(Setting.HTTP_URL)
                .orElseGet(() -> "http://" + host() + (httpPort() == 80 ? "" : ":" + httpPort())));
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

    /**
     * Finds what a provisioner is to have of its own by the settings' keys. A blank one counts as not given.
     *
     * @throws InvalidSettingException if a provisioner has no such setting
     */
    public static Map<Setting, String> ofProvisioner(Map<String, String> own) {
        Map<Setting, String> found = new EnumMap<>(Setting.class);
        own.forEach((key, value) -> {
            Setting setting = Setting.withKey(key)
                    .filter(Setting::ofProvisioners)
                    .orElseThrow(() -> new InvalidSettingException(
                            "A provisioner has no setting %s; docs/settings.md says what it may have of its own."
                                    .formatted(Problem.printable(key))));
            if (value.length() > LONGEST_OF_PROVISIONER) {
                throw new InvalidSettingException(
                        "The setting %s has more than %d characters.".formatted(key, LONGEST_OF_PROVISIONER));
            }
            if (!value.isBlank()) {
                found.put(setting, value.strip());
            }
        });
        return found;
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

    /** The port for plain HTTP. */
    public int httpPort() {
        return given.port(Setting.HTTP_PORT);
    }

    public int managementPort() {
        return given.port(Setting.MANAGEMENT_PORT);
    }

    /** What every URL we hand out begins with: scheme, host and port, no trailing slash. */
    public URI url() {
        return url;
    }

    /**
     * What the URLs in certificates begin with: {@code http}, host and port, no trailing slash. No TLS: who checks a TLS
     * certificate would have to check another one first (RFC 5280 §8).
     */
    public URI httpUrl() {
        return httpUrl;
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

    /** The names of the tokens that there are beside the server's own. */
    public Set<String> otherTokens() {
        return given.tokens().keySet();
    }

    /**
     * Where another token is. Its library is the server's token's unless it has one of its own, its label is its name, and
     * its PIN is in {@code token/<name>.pin} of data.
     *
     * @param name one of {@link #otherTokens}
     * @throws InvalidSettingException if there is no such token, or what is said of it cannot be right
     */
    public Pkcs11TokenConfig token(String name) {
        Map<Setting, String> own = given.tokens().get(name);
        if (own == null) {
            throw new InvalidSettingException("There is no token \"%s\" among the settings (bailiwick.token.%s.…)."
                    .formatted(Problem.printable(name), Problem.printable(name)));
        }
        GivenSettings of = given.with(own);
        try {
            return new Pkcs11TokenConfig(
                    of.required(Setting.TOKEN_LIBRARY),
                    own.getOrDefault(Setting.TOKEN_LABEL, name),
                    own.containsKey(Setting.TOKEN_PIN_FILE)
                            ? of.required(Setting.TOKEN_PIN_FILE)
                            : data().resolve("token").resolve(name + ".pin"));
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSettingException("For the token %s: %s".formatted(name, wrong.getMessage()));
        }
    }

    /** The label of the AES key in the token under which new secrets are encrypted. */
    public String tokenSecretsKey() {
        return given.text(Setting.TOKEN_SECRETS_KEY);
    }

    public String authorityName() {
        return given.text(Setting.AUTHORITY_NAME);
    }

    public String authorityKey() {
        return given.text(Setting.AUTHORITY_KEY);
    }

    /** The label of its root's key in the token; empty if that is elsewhere, as it should be but in a quick start. */
    public Optional<String> authorityRootKey() {
        return given.optional(Setting.AUTHORITY_ROOT_KEY);
    }

    public Path authorityChain() {
        return given.path(Setting.AUTHORITY_CHAIN)
                .orElseGet(() -> data().resolve("ca").resolve("chain.pem"));
    }

    /** The policy of the first authority; empty means that it refuses every name until it is given one. */
    public Optional<NamePolicy> authorityPolicy() {
        String names = given.optional(Setting.AUTHORITY_NAMES).orElse(quickstart() ? QUICKSTART_NAMES : "");
        List<String> allow = Pattern.compile(",")
                .splitAsStream(names)
                .map(String::strip)
                .filter(rule -> !rule.isEmpty())
                .toList();
        try {
            return Optional.of(NamePolicy.ofBareRules(allow, List.of()))
                    .filter(policy -> !policy.allow().isEmpty());
        } catch (IllegalArgumentException notARule) {
            throw given.invalid(Setting.AUTHORITY_NAMES, String.valueOf(notARule.getMessage()));
        }
    }

    /** Where another CA is asked that makes the first authority's certificates; empty if a key in the token signs them. */
    public Optional<URI> upstreamUrl() {
        return given.optional(Setting.UPSTREAM_URL).map(url -> OtherCaUrl.parse(url)
                .orElseThrow(() -> given.invalid(Setting.UPSTREAM_URL, OtherCaUrl.RIGHT)));
    }

    /** The certificates by which that CA is trusted: a PEM file. */
    public Path upstreamTrust() {
        return given.required(Setting.UPSTREAM_TRUST);
    }

    /** A file with the secret for the enrolment there. */
    public Path upstreamSecretFile() {
        return given.required(Setting.UPSTREAM_SECRET_FILE);
    }

    /** How long other CAs are asked for the certificate of an order before that fails. */
    public Duration upstreamDeadline() {
        return Duration.ofHours(given.number(Setting.UPSTREAM_DEADLINE_HOURS, 1, 720));
    }

    /** The label of the key that signs the audit log's checkpoints. */
    public String auditKey() {
        return given.text(Setting.AUDIT_KEY);
    }

    /** How long after one checkpoint of the audit log the next is made. */
    public Duration auditCheckpointInterval() {
        return Duration.ofSeconds(given.number(Setting.AUDIT_CHECKPOINT_SECONDS, 1, 86_400));
    }

    /** How long after one CRL the next one is made, if no revocation calls for it sooner. */
    public Duration crlInterval() {
        return Duration.ofHours(given.number(Setting.CRL_HOURS, 1, MOST_HOURS));
    }

    /** How long a CRL is good after the next one should be there. */
    public Duration crlOverlap() {
        return Duration.ofHours(given.number(Setting.CRL_OVERLAP_HOURS, 1, MOST_HOURS));
    }

    /** What provisioners have that have nothing of their own. */
    public ProvisionerSettings forProvisioners() {
        return forProvisioners;
    }

    /**
     * What a provisioner has.
     *
     * @param own what it has of its own, as text
     * @param profiles those that it may name
     * @throws InvalidSettingException if something of it cannot be right
     */
    public ProvisionerSettings forProvisioner(Map<Setting, String> own, KnownProfiles profiles) {
        return own.isEmpty()
                ? forProvisioners
                : ownSettings.get(
                        new OwnSettings(own, profiles),
                        text -> ProvisionerSettings.read(given.with(text.own()), mode(), text.profiles()));
    }

    /** What provisioners have that have nothing of their own, as one would write it; what is nothing then is not among it. */
    public Map<Setting, String> textsForProvisioners() {
        Map<Setting, String> texts = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            if (setting.ofProvisioners()) {
                given.optional(setting).or(setting::standard).ifPresent(text -> texts.put(setting, text));
            }
        }
        texts.putIfAbsent(Setting.HTTP01_PORT, Integer.toString(http01Port()));
        texts.putIfAbsent(Setting.TLSALPN01_PORT, Integer.toString(tlsAlpn01Port()));
        texts.putIfAbsent(Setting.VALIDATION_TARGETS, ProvisionerSettings.standardTargets(mode()));
        return texts;
    }

    /** What a provisioner's settings are worked out of. */
    private record OwnSettings(Map<Setting, String> own, KnownProfiles profiles) {}

    /** The provisioners of the first authority that were described, and what each has of its own. */
    public Map<String, Map<Setting, String>> provisioners() {
        return given.provisioners();
    }

    /** The port that http-01 connects to. */
    public int http01Port() {
        return forProvisioners.validation().ports().http01();
    }

    /** The port that tls-alpn-01 connects to. */
    public int tlsAlpn01Port() {
        return forProvisioners.validation().ports().tlsAlpn01();
    }

    /** How long an order that came to nothing is kept after it expired. */
    public Duration ordersKept() {
        return Duration.ofDays(given.number(Setting.ORDERS_KEPT_DAYS, 1, 36_500));
    }

    /** Whether the log is written as JSON, too. The server's own configuration reads it. */
    public boolean logJson() {
        return given.truth(Setting.LOG_JSON);
    }

    /** Lists of weak RSA keys ({@link org.bailiwick.ca.WeakRsaKeys}). */
    public List<Path> weakKeyLists() {
        return given.paths(Setting.WEAK_KEYS);
    }

    /** Where the first administrator's token is written, if it is to be made; a quick start makes one. */
    public Optional<Path> adminTokenFile() {
        return given.path(Setting.ADMIN_TOKEN_FILE)
                .or(() -> quickstart() ? Optional.of(data().resolve("admin-token")) : Optional.empty());
    }

    /** Where a quick start keeps the password that it made for the portal's first administrator. */
    public Path portalPasswordFile() {
        return data().resolve("portal-password");
    }

    /** Whether administrators may come in by client certificates. The server's own configuration reads it, too. */
    public boolean adminClientCertificates() {
        return given.truth(Setting.ADMIN_CLIENT_CERTIFICATES);
    }

    /** The port at which they may. */
    public int adminClientPort() {
        return given.port(Setting.ADMIN_CLIENT_PORT);
    }

    /** The CAs whose certificates are accepted there: a PEM file. */
    public Path adminClientCa() {
        return given.path(Setting.ADMIN_CLIENT_CA).orElseGet(() -> data().resolve("admin-ca.pem"));
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
        given.provisioners()
                .forEach((name, own) ->
                        own.forEach((setting, value) -> all.put(GivenSettings.keyOfProvisioner(name, setting), value)));
        given.tokens()
                .forEach((name, own) ->
                        own.forEach((setting, value) -> all.put(GivenSettings.keyOfToken(name, setting), value)));
        all.put(Setting.DATA.key(), data().toString());
        all.put(Setting.HTTPS_PORT.key(), Integer.toString(httpsPort()));
        all.put(Setting.HTTP_PORT.key(), Integer.toString(httpPort()));
        all.put(Setting.MANAGEMENT_PORT.key(), Integer.toString(managementPort()));
        all.put(Setting.DATABASE_URL.key(), databaseUrl());
        all.put(Setting.DATABASE_DRIVER.key(), databaseDriver());
        all.put(Setting.DATABASE_USER.key(), databaseUser());
        all.put(Setting.TLS_KEYSTORE.key(), tlsKeystore().toString());
        return all;
    }

    /** Which switches that are there for tests are on, as sentences for the start page. */
    public List<String> testSwitches() {
        return forProvisioners.testSwitches();
    }

    private boolean quickstart() {
        return mode() == Mode.QUICKSTART;
    }
}
