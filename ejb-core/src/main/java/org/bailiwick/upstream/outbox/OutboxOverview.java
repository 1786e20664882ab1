package org.bailiwick.upstream.outbox;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * An outbox entry, as administrators look at it.
 *
 * @param authority the id of its authority
 * @param authorityName in URLs
 * @param kind {@code certificate} or {@code revocation}
 * @param state its word
 * @param order the id of the order that it asks for a certificate for; null for a revocation
 * @param certificate the id of the certificate that is to be revoked; null if none is, or it is not stored here
 * @param names what the certificate is for
 * @param deadline when it ends if nothing came of it
 * @param attempts how often it was tried
 * @param nextAt when it is tried again, unless it was refused
 * @param problem a sentence that says why nothing came of the last attempt; null if there is nothing to say
 * @param refusedAt null if it was not
 */
public record OutboxOverview(
        UUID id,
        UUID authority,
        String authorityName,
        String kind,
        String state,
        @Nullable String order,
        @Nullable String certificate,
        List<String> names,
        Instant createdAt,
        Instant deadline,
        int attempts,
        Instant nextAt,
        @Nullable String problem,
        @Nullable Instant refusedAt)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int NAMES = 3;

    /** What a list shows of a sentence; the CA may have made it long. */
    private static final int LONGEST = 300;

    /** What a CA gave that was refused may have names of any kind. */
    private static final Pattern TYPABLE = Pattern.compile("[\\x21-\\x7e]{1,253}");

    public OutboxOverview {
        names = List.copyOf(names);
    }

    static OutboxOverview of(OutboxEntry entry, String authorityName) {
        return new OutboxOverview(
                entry.id(),
                entry.authority(),
                authorityName,
                entry.order().isPresent() ? "certificate" : "revocation",
                entry.state().word(),
                entry.order().map(ResourceId::toString).orElse(null),
                entry.certificate().map(ResourceId::toString).orElse(null),
                entry.names(),
                entry.createdAt(),
                entry.deadline(),
                entry.attempts(),
                entry.nextAt(),
                entry.problem().orElse(null),
                entry.failedAt().orElse(null));
    }

    /** By what people know it: its first name, or else its id. It can be typed. */
    public String title() {
        return names.stream()
                .limit(1)
                .filter(name -> TYPABLE.matcher(name).matches())
                .findFirst()
                .orElse(id.toString());
    }

    /** Some of the names after the first. */
    public List<String> others() {
        return names.stream().skip(1).limit(NAMES - 1L).toList();
    }

    /** How many names there are beside these. */
    public int more() {
        return Math.max(0, names.size() - NAMES);
    }

    /** The problem, shortened for a list; null if there is nothing to say. */
    public @Nullable String why() {
        return problem == null ? null : Problem.shortened(problem, LONGEST);
    }

    /** Whether the CA refused it. */
    public boolean refused() {
        return refusedAt != null;
    }
}
