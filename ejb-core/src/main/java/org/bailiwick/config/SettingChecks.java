package org.bailiwick.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.ca.KnownProfiles;
import org.bailiwick.policy.IssuancePolicy;

/** What is demanded of settings before they may be used: each can be right, and they fit each other and the mode. */
final class SettingChecks {

    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern HOST = Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]+((\\.|-+)[A-Za-z0-9]+)*");
    private static final Pattern HTTPS = Pattern.compile("https://(?<host>[^:]+)(:(?<port>[0-9]{1,5}))?");
    private static final Pattern HTTP = Pattern.compile("http://(?<host>[^:]+)(:(?<port>[0-9]{1,5}))?");

    /** Octets; WildFly's limit, which it wants for its transactions. */
    private static final int NODE_LENGTH = 23;

    /** Octets; PKCS#11 CK_TOKEN_INFO. */
    private static final int TOKEN_LABEL_LENGTH = 32;

    /** A parameter of PostgreSQL's driver or of H2. */
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("[?&;]\\s*password\\s*=", Pattern.CASE_INSENSITIVE);

    /** H2's databases in memory: plain, in the file systems that it keeps there, and on another H2 server. */
    private static final Pattern H2_IN_MEMORY =
            Pattern.compile("jdbc:h2:([^;]*[:/])?(nio)?mem(fs|lzf)?:.*", Pattern.CASE_INSENSITIVE);

    private static final Pattern H2_AT_ONCE =
            Pattern.compile("jdbc:h2:.*;\\s*write_delay\\s*=\\s*0\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private static final List<Setting> PATHS = List.of(
            Setting.DATA,
            Setting.TOKEN_LIBRARY,
            Setting.TOKEN_PIN_FILE,
            Setting.AUTHORITY_CHAIN,
            Setting.UPSTREAM_TRUST,
            Setting.UPSTREAM_SECRET_FILE,
            Setting.TLS_KEYSTORE,
            Setting.ADMIN_CLIENT_CA);

    private final Settings settings;
    private final GivenSettings given;

    SettingChecks(Settings settings, GivenSettings given) {
        this.settings = settings;
        this.given = given;
    }

    /** Reads every setting whose reading can fail, and compares. */
    void run() {
        settings.mode();
        if (!HOST.matcher(settings.host()).matches()) {
            throw given.invalid(Setting.HOST, "write the host name or IPv4 address that clients call this server by");
        }
        requireLiteral();
        settings.httpsPort();
        settings.managementPort();
        requireOwnHttpPort();
        requireBase(Setting.URL, HTTPS, "https://");
        requireBase(Setting.HTTP_URL, HTTP, "http://");
        requireAtMost(NODE_LENGTH, Setting.NODE);
        requireAtMost(TOKEN_LABEL_LENGTH, Setting.TOKEN_LABEL);
        PATHS.forEach(given::path);
        settings.weakKeyLists();
        requireOwnClientPort();
        settings.databaseDriver();
        settings.databaseConnections();
        settings.ordersKept();
        settings.logJson();
        settings.auditCheckpointInterval();
        settings.crlInterval();
        settings.crlOverlap();
        settings.upstreamDeadline();
        requireUpstream();
        requireOwnKeys();
        given.optional(Setting.DATABASE_URL).ifPresent(this::requireSound);
        requireNames();
        settings.provisioners().forEach(this::requireProvisioner);
        settings.otherTokens().forEach(this::requireToken);
    }

    /** Whoever says where another CA is says by what it is trusted, and by what it knows this server. */
    private void requireUpstream() {
        if (settings.upstreamUrl().isPresent()) {
            settings.upstreamTrust();
            settings.upstreamSecretFile();
        }
    }

    /** What is without TLS must not be where TLS is. */
    private void requireOwnHttpPort() {
        int port = settings.httpPort();
        if (port == settings.httpsPort() || port == settings.managementPort()) {
            throw given.invalid(Setting.HTTP_PORT, "name a port that the server does not use yet");
        }
    }

    /** What asks for client certificates must not be what ACME clients come to. */
    private void requireOwnClientPort() {
        int port = settings.adminClientPort();
        if (settings.adminClientCertificates()
                && (port == settings.httpsPort() || port == settings.httpPort() || port == settings.managementPort())) {
            throw given.invalid(Setting.ADMIN_CLIENT_PORT, "name a port that the server does not use yet");
        }
    }

    /** Whoever makes a certificate must not sign what proves that it was made; and one key is one CA. */
    private void requireOwnKeys() {
        Optional<String> root = settings.authorityRootKey();
        if (settings.auditKey().equals(settings.authorityKey())
                || root.filter(settings.auditKey()::equals).isPresent()) {
            throw given.invalid(Setting.AUDIT_KEY, "name another key than that of the authority");
        }
        if (settings.auditKey().startsWith("ocsp-")) {
            throw given.invalid(
                    Setting.AUDIT_KEY, "the labels of OCSP responders' keys begin with ocsp-; choose another");
        }
        if (root.filter(settings.authorityKey()::equals).isPresent()) {
            throw given.invalid(Setting.AUTHORITY_ROOT_KEY, "name another key than the authority issues with");
        }
    }

    /** The quick start finds the library later than it reads the settings. */
    private void requireToken(String name) {
        if (given.has(Setting.TOKEN_LIBRARY)
                || given.tokens().getOrDefault(name, Map.of()).containsKey(Setting.TOKEN_LIBRARY)) {
            settings.token(name);
        }
    }

    private void requireProvisioner(String name, Map<Setting, String> own) {
        try {
            settings.forProvisioner(own, KnownProfiles.BUILT_IN);
        } catch (InvalidSettingException unusable) {
            throw new InvalidSettingException("For the provisioner %s: %s".formatted(name, unusable.getMessage()));
        }
    }

    /** Whether it can be a segment of a directory's URL. */
    static boolean isSegment(String name) {
        return SEGMENT.matcher(name).matches();
    }

    private void requireNames() {
        if (!isSegment(settings.authorityName())) {
            throw given.invalid(Setting.AUTHORITY_NAME, "write 1 to 63 lower-case letters, digits and inner hyphens");
        }
        IssuancePolicy policy = IssuancePolicy.of(settings.authorityPolicy());
        // the quick start's own TLS certificate is from its own authority
        if (settings.mode() == Mode.QUICKSTART
                && !policy.explain(List.of(ownName())).permitted()) {
            throw given.invalid(
                    Setting.HOST,
                    "the authority must permit it; add a rule for it to %s".formatted(Setting.AUTHORITY_NAMES.key()));
        }
    }

    private DnsIdentifier ownName() {
        try {
            return new DnsIdentifier(settings.host());
        } catch (AcmeException notAName) {
            throw given.invalid(Setting.HOST, "write a DNS name; an authority of names does not permit addresses");
        }
    }

    private void requireLiteral() {
        String address = settings.bindAddress();
        try {
            if (!address.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*") || InetAddress.getByName(address) == null) {
                throw given.invalid(Setting.BIND_ADDRESS, "write an IP address of this machine, or 0.0.0.0 for all");
            }
        } catch (UnknownHostException notAnAddress) {
            throw given.invalid(Setting.BIND_ADDRESS, "write an IP address of this machine, or 0.0.0.0 for all");
        }
    }

    private void requireBase(Setting setting, Pattern form, String beginning) {
        given.optional(setting).ifPresent(url -> {
            Matcher parts = form.matcher(url);
            if (!parts.matches() || !HOST.matcher(parts.group("host")).matches()) {
                throw given.invalid(
                        setting, "write %s, a host name and perhaps a port, without a path".formatted(beginning));
            }
            Optional.ofNullable(parts.group("port")).ifPresent(port -> given.port(setting, port));
        });
    }

    private void requireAtMost(int octets, Setting setting) {
        if (given.text(setting).getBytes(StandardCharsets.UTF_8).length > octets) {
            throw given.invalid(setting, "write at most %d octets".formatted(octets));
        }
    }

    private void requireSound(String databaseUrl) {
        // the server gets the URL on its command line
        if (PASSWORD_IN_URL.matcher(databaseUrl).find()) {
            throw given.invalid(
                    Setting.DATABASE_URL,
                    "others on this machine could read the password in it; take it out and put it into the environment as %s"
                            .formatted(Setting.DATABASE_PASSWORD.environmentVariable()));
        }
        // a serial whose certificate is out must be in the journal after a power cut, too
        if (settings.mode() == Mode.PRODUCTION && settings.databaseDriver().equals("h2")) {
            if (H2_IN_MEMORY.matcher(databaseUrl).matches()) {
                throw given.invalid(
                        Setting.DATABASE_URL,
                        "in production mode the database must outlive the server; name a file, or use PostgreSQL");
            }
            if (!H2_AT_ONCE.matcher(databaseUrl).matches()) {
                throw given.invalid(
                        Setting.DATABASE_URL,
                        "in production mode what is committed must be on the disk; add ;WRITE_DELAY=0 at its end");
            }
        }
    }
}
