package org.bailiwick.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every setting there is. {@code docs/settings.md} is the same table for people; a test keeps the two equal.
 *
 * <p>A default that depends on other settings is worked out in {@link Settings}.
 */
public enum Setting {
    /** {@code production} or {@code quickstart}. */
    MODE("mode", "production"),
    /** Where token, database, TLS key and log are: a folder. */
    DATA("data", null),
    /** The name clients call the server by. */
    HOST("host", "localhost"),
    /** The address it listens at. */
    BIND_ADDRESS("bind-address", null),
    /** The port for HTTPS. */
    HTTPS_PORT("https-port", "8443"),
    /** The port for plain HTTP, where CRLs, OCSP, CA certificates and CMP are, and nothing else. */
    HTTP_PORT("http-port", "8080"),
    /** The port of WildFly's management interface, on loopback only. */
    MANAGEMENT_PORT("management-port", "9990"),
    /** What directory URLs begin with, when clients come through a proxy. */
    URL("url", null),
    /** What the URLs in certificates begin with: of CRLs, OCSP and CA certificates. */
    HTTP_URL("http-url", null),
    /** This node's name in a cluster. */
    NODE("node", "node-1"),
    /** JDBC URL. */
    DATABASE_URL("database.url", null),
    /** {@code h2} or {@code postgresql}; the quick start knows it from the URL. */
    DATABASE_DRIVER("database.driver", null),
    /** Database user. */
    DATABASE_USER("database.user", "bailiwick"),
    /** Database password; better in the environment or the file than on a command line. */
    DATABASE_PASSWORD("database.password", null),
    /** How many connections the pool may hold. */
    DATABASE_CONNECTIONS("database.connections", "20"),
    /** The PKCS#11 library of the token. */
    TOKEN_LIBRARY("token.library", null),
    /** The token's label. */
    TOKEN_LABEL("token.label", "bailiwick"),
    /** A file that holds the user PIN. */
    TOKEN_PIN_FILE("token.pin-file", null),
    /** The label of the AES key in the token that keeps the secrets of external account keys. */
    TOKEN_SECRETS_KEY("token.secrets-key", "secrets"),
    /** The first authority's name in URLs. */
    AUTHORITY_NAME("authority.name", "internal"),
    /** The label of its issuing key in the token. */
    AUTHORITY_KEY("authority.key", "issuing"),
    /** The label of the key of its root, if that is in the token, too: then its CRLs are made here. */
    AUTHORITY_ROOT_KEY("authority.root-key", null),
    /** Its chain: a PEM file, issuing certificate first, then up to the root. */
    AUTHORITY_CHAIN("authority.chain", null),
    /** The names it permits when it is first created: allow rules, separated by commas. */
    AUTHORITY_NAMES("authority.names", null),
    /** Where another CA is asked that makes the first authority's certificates. */
    UPSTREAM_URL("upstream.url", null),
    /** The certificates by which that CA is trusted: a PEM file. */
    UPSTREAM_TRUST("upstream.trust", null),
    /** A file with the secret for the enrolment there. */
    UPSTREAM_SECRET_FILE("upstream.secret-file", null),
    /** How long other CAs are asked for the certificate of an order, in hours. */
    UPSTREAM_DEADLINE_HOURS("upstream.deadline-hours", "24"),
    /** The label of the key in the token that signs the audit log's checkpoints. */
    AUDIT_KEY("audit.key", "audit"),
    /** How long after one checkpoint of the audit log the next is made, in seconds. */
    AUDIT_CHECKPOINT_SECONDS("audit.checkpoint-seconds", "300"),
    /** How long after one CRL the next one is made, in hours. */
    CRL_HOURS("crl.hours", "24"),
    /** How long a CRL is good after the next one should be there, in hours. */
    CRL_OVERLAP_HOURS("crl.overlap-hours", "144"),
    /** What clients must agree to before they get an account: the URL of a page. */
    TERMS_OF_SERVICE("terms-of-service", null),
    /** Whether accounts must be bound to external account keys. */
    EXTERNAL_ACCOUNT("external-account", "not-required"),
    /** The profiles that clients may ask for, the first for those that ask for none. */
    PROFILES("profiles", "tlsserver, shortlived"),
    /** How much of what one client may ask for. */
    LIMITS("limits", "off"),
    /** The port that http-01 connects to. */
    HTTP01_PORT("validation.http01-port", null),
    /** The port that tls-alpn-01 connects to. */
    TLSALPN01_PORT("validation.tlsalpn01-port", null),
    /** The challenge types that are offered, separated by commas. */
    CHALLENGES("validation.challenges", "http-01, dns-01, tls-alpn-01"),
    /** The address that validation connects from. */
    SOURCE_ADDRESS("validation.source-address", null),
    /** The addresses that validation may connect to. */
    VALIDATION_TARGETS("validation.targets", null),
    /** The name servers that validation asks. */
    VALIDATION_RESOLVERS("validation.resolvers", "system"),
    /** How long one validation attempt may take, in seconds. */
    VALIDATION_SECONDS("validation.seconds", "10"),
    /** Lists of weak keys, which get no certificate and no account: files, separated by commas. */
    WEAK_KEYS("keys.weak", null),
    /** How long an order that came to nothing is kept after it expired, in days. */
    ORDERS_KEPT_DAYS("orders.kept-days", "30"),
    /** Whether the log is written as JSON, too. */
    LOG_JSON("log.json", "true"),
    /** A file for the first administrator's token. */
    ADMIN_TOKEN_FILE("admin.token-file", null),
    /** Whether administrators may come in by client certificates, at a port of its own. */
    ADMIN_CLIENT_CERTIFICATES("admin.client-certificates", "false"),
    /** That port. */
    ADMIN_CLIENT_PORT("admin.client-port", "8444"),
    /** The CAs whose certificates are accepted there: a PEM file. */
    ADMIN_CLIENT_CA("admin.client-ca", null),
    /** The PKCS12 file with the server's TLS key. */
    TLS_KEYSTORE("tls.keystore", null),
    /** Its password; made by the quick start. */
    TLS_PASSWORD("tls.password", null);

    static final String PREFIX = "bailiwick.";

    private final String key;
    private final @Nullable String standard;

    Setting(String name, @Nullable String standard) {
        this.key = PREFIX + name;
        this.standard = standard;
    }

    /** Its name in a file and on a command line, as {@code bailiwick.https-port}. */
    public String key() {
        return key;
    }

    /** Its name in the environment, as {@code BAILIWICK_HTTPS_PORT}. */
    public String environmentVariable() {
        return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What holds if it is not given; empty if that depends on other settings, or if there is nothing. */
    public Optional<String> standard() {
        return Optional.ofNullable(standard);
    }

    /** Whether a provisioner may have one of its own; the server's is for those that have none. */
    public boolean ofProvisioners() {
        return switch (this) {
            case TERMS_OF_SERVICE,
                    EXTERNAL_ACCOUNT,
                    PROFILES,
                    LIMITS,
                    HTTP01_PORT,
                    TLSALPN01_PORT,
                    CHALLENGES,
                    SOURCE_ADDRESS,
                    VALIDATION_TARGETS,
                    VALIDATION_RESOLVERS,
                    VALIDATION_SECONDS -> true;
            default -> false;
        };
    }

    /** Whether it is said of each token: the server's own, and others beside it. */
    public boolean ofTokens() {
        return this == TOKEN_LIBRARY || this == TOKEN_LABEL || this == TOKEN_PIN_FILE;
    }

    /** Whether it says where the server connects to, from where, or by whose name servers. */
    public boolean saysWhereToConnect() {
        return switch (this) {
            case HTTP01_PORT, TLSALPN01_PORT, SOURCE_ADDRESS, VALIDATION_TARGETS, VALIDATION_RESOLVERS -> true;
            default -> false;
        };
    }

    /** Whether its value must never be shown. */
    public boolean secret() {
        return this == DATABASE_PASSWORD || this == TLS_PASSWORD;
    }

    /** The setting of that name, if there is one. */
    public static Optional<Setting> withKey(String key) {
        for (Setting setting : values()) {
            if (setting.key.equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }
}
