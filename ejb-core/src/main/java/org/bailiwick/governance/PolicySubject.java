package org.bailiwick.governance;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.policy.PolicyLevel;

/**
 * What a policy is the policy of.
 *
 * @param level at which level
 * @param id which one
 */
public record PolicySubject(PolicyLevel level, UUID id) implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** {@link UUID#fromString} takes shorter parts, too, so that one id would have many texts. */
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * Reads one; empty if it is none, which a caller treats like one that does not exist.
     *
     * @param level as JSON names it: {@code externalAccountKey}
     * @param id as {@link #text} writes it
     */
    public static Optional<PolicySubject> parse(String level, String id) {
        return level(level).flatMap(found -> uuid(found, id).map(uuid -> new PolicySubject(found, uuid)));
    }

    /** The level of that name; empty if there is none. */
    public static Optional<PolicyLevel> level(String member) {
        return Arrays.stream(PolicyLevel.values())
                .filter(level -> level.member().equals(member))
                .findFirst();
    }

    private static Optional<UUID> uuid(PolicyLevel level, String text) {
        return switch (level) {
            case AUTHORITY, PROVISIONER ->
                UUID_TEXT.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
            case ACCOUNT, EXTERNAL_ACCOUNT_KEY -> ResourceId.parse(text).map(ResourceId::value);
        };
    }

    /** The id as clients and audit events know it. */
    public String text() {
        return switch (level) {
            case AUTHORITY, PROVISIONER -> id.toString();
            case ACCOUNT, EXTERNAL_ACCOUNT_KEY -> new ResourceId(id).toString();
        };
    }
}
