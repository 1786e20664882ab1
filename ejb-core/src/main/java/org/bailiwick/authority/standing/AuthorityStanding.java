package org.bailiwick.authority.standing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.OperatedAuthority;
import org.jspecify.annotations.Nullable;

/**
 * An authority, and how it stands with it.
 *
 * @param version to be given back by who changes it
 * @param team the name of its team
 * @param state its word
 * @param governed whether it was given a policy; without one it refuses every name
 * @param upstream whether another CA makes its certificates
 * @param issuers the one that issues first, then other active ones, roots, retired ones
 * @param waiting for what it waits; null for nothing
 */
public record AuthorityStanding(
        UUID id,
        long version,
        String name,
        String team,
        String state,
        boolean governed,
        boolean upstream,
        Instant createdAt,
        List<IssuerStanding> issuers,
        @Nullable Waiting waiting) {

    private static final List<String> ORDER = List.of("issuing", "spare", "crl-only", "retired");

    public AuthorityStanding {
        issuers = List.copyOf(issuers);
    }

    /**
     * A request that another CA is to answer.
     *
     * @param subject the name that it asks for
     * @param since when it was made
     * @param key where the key is
     * @param keySha256 hexadecimal
     */
    public record Waiting(String subject, Instant since, CaKey key, String keySha256) {

        static Waiting of(IssuerRequest request) {
            return new Waiting(
                    request.request().subject().getName(),
                    request.createdAt(),
                    request.key(),
                    request.keyFingerprint().value());
        }
    }

    static AuthorityStanding of(OperatedAuthority operated, String team, List<IssuerStanding> issuers) {
        return new AuthorityStanding(
                operated.authority().id(),
                operated.authority().version(),
                operated.authority().name(),
                team,
                operated.state().word(),
                operated.authority().policy().isPresent(),
                operated.authority().upstream(),
                operated.authority().createdAt(),
                issuers.stream().sorted(AuthorityStanding::compare).toList(),
                operated.request().map(Waiting::of).orElse(null));
    }

    /** The one whose chain clients see: that which issues, or did so last. */
    public @Nullable IssuerStanding shown() {
        return issuers.stream()
                .filter(issuer -> !issuer.state().equals("crl-only"))
                .findFirst()
                .orElse(null);
    }

    /** One of its issuers. */
    public Optional<IssuerStanding> issuer(UUID wanted) {
        return issuers.stream().filter(issuer -> issuer.id().equals(wanted)).findFirst();
    }

    /** How many can issue. */
    public long active() {
        return issuers.stream().filter(IssuerStanding::active).count();
    }

    private static int compare(IssuerStanding one, IssuerStanding other) {
        return Integer.compare(ORDER.indexOf(one.state()), ORDER.indexOf(other.state()));
    }
}
