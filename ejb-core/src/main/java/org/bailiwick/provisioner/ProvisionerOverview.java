package org.bailiwick.provisioner;

import java.io.Serial;
import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.bailiwick.config.Setting;

/**
 * A provisioner, as its administrators look at it.
 *
 * @param version to be given back by who changes it
 * @param kind its word
 * @param authority the id of its authority
 * @param authorityName in URLs
 * @param directory its URL; empty if it has none
 * @param rootUrl where clients get the root certificate
 * @param settings all that it may have of its own and that is for the reader, and what holds
 */
public record ProvisionerOverview(
        UUID id,
        long version,
        String name,
        String kind,
        UUID authority,
        String authorityName,
        boolean enabled,
        Instant createdAt,
        String directory,
        String rootUrl,
        List<Value> settings)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public ProvisionerOverview {
        settings = List.copyOf(settings);
    }

    /**
     * A setting.
     *
     * @param name of the setting, without {@code bailiwick.}
     * @param own what the provisioner has itself; empty if nothing
     * @param server what it has otherwise; empty if nothing
     */
    public record Value(String name, String own, String server) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        /** What holds; empty for nothing. */
        public String text() {
            return own.isEmpty() ? server : own;
        }
    }

    /**
     * Puts it together.
     *
     * @param url the server's
     * @param server what provisioners have that have nothing of their own
     * @param whereToConnect whether the reader is to see what the server has of what says where it connects to (ADR 27)
     */
    static ProvisionerOverview of(
            Provisioner provisioner, URI url, Map<Setting, String> server, boolean whereToConnect) {
        String authority = provisioner.authority().name();
        boolean acme = provisioner.kind() == ProvisionerKind.ACME;
        return new ProvisionerOverview(
                provisioner.id(),
                provisioner.version(),
                provisioner.name(),
                provisioner.kind().word(),
                provisioner.authority().id(),
                authority,
                provisioner.enabled(),
                provisioner.createdAt(),
                acme ? "%s/acme/%s/%s/directory".formatted(url, authority, provisioner.name()) : "",
                "%s/pki/%s/root.pem".formatted(url, authority),
                Stream.of(Setting.values())
                        .filter(provisioner.kind()::takes)
                        .map(setting -> value(provisioner, setting, server, whereToConnect))
                        .flatMap(Optional::stream)
                        .toList());
    }

    private static Optional<Value> value(
            Provisioner provisioner, Setting setting, Map<Setting, String> server, boolean whereToConnect) {
        String own = Optional.ofNullable(provisioner.ownSettings().get(setting)).orElse("");
        if (whereToConnect || !setting.saysWhereToConnect()) {
            return Optional.of(new Value(shortName(setting), own, server.getOrDefault(setting, "")));
        }
        return own.isEmpty() ? Optional.empty() : Optional.of(new Value(shortName(setting), own, ""));
    }

    /** A setting's name without what all begin with. */
    public static String shortName(Setting setting) {
        return setting.key().substring(setting.key().indexOf('.') + 1);
    }

    /** What it has of its own; empty if nothing. */
    public String own(Setting setting) {
        return value(setting).map(Value::own).orElse("");
    }

    /** What holds; empty for nothing. */
    public String text(Setting setting) {
        return value(setting).map(Value::text).orElse("");
    }

    private Optional<Value> value(Setting setting) {
        return settings.stream()
                .filter(value -> value.name().equals(shortName(setting)))
                .findFirst();
    }
}
