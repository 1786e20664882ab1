package org.bailiwick.governance;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.policy.PolicyViolation;

/**
 * What a policy would do to the certificates that are valid now: not expired, not revoked, not replaced. Of several that an
 * account has for the same names only the newest counts, as it is the one that will be renewed; those of deactivated accounts
 * do not.
 *
 * @param examined how many count
 * @param refused how many of them would be refused at their next renewal
 * @param refusedToday how many of these would be refused even as the policies are now
 * @param items some of those that would be refused, in the order in which they end: what is urgent first
 * @param next where to go on; empty if these are the last
 */
public record Impact(
        long examined, long refused, long refusedToday, List<RefusedRenewal> items, Optional<Position> next) {

    public Impact {
        items = List.copyOf(items);
    }

    /**
     * A place in the list of all that would be refused.
     *
     * @param notAfter when the certificate there ends; whole seconds, as in certificates
     * @param certificate its id
     */
    public record Position(Instant notAfter, ResourceId certificate) implements Comparable<Position> {

        private static final Comparator<Position> ORDER =
                Comparator.comparing(Position::notAfter).thenComparing(position -> position.certificate.value());

        private static final Pattern TEXT =
                Pattern.compile("(?<seconds>[0-9]{1,11})\\.(?<certificate>[A-Za-z0-9_-]{22})");

        /** Reads what {@link #toString} writes; empty if it is nothing such. */
        public static Optional<Position> parse(String text) {
            Matcher parts = TEXT.matcher(text);
            return parts.matches()
                    ? ResourceId.parse(parts.group("certificate"))
                            .map(id -> new Position(Instant.ofEpochSecond(Long.parseLong(parts.group("seconds"))), id))
                    : Optional.empty();
        }

        @Override
        public int compareTo(Position other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return notAfter.getEpochSecond() + "." + certificate;
        }
    }

    /**
     * A certificate that would be refused at its next renewal.
     *
     * @param certificate its id
     * @param serial hexadecimal, lower case
     * @param account whose it is; empty for the server's own
     * @param notAfter its last second of validity: the latest moment to do something about it
     * @param names all that are in it
     * @param violations why it would be refused
     * @param refusedToday whether that is so even as the policies are now
     */
    public record RefusedRenewal(
            ResourceId certificate,
            String serial,
            Optional<ResourceId> account,
            Instant notAfter,
            List<SubjectName> names,
            List<PolicyViolation> violations,
            boolean refusedToday) {

        public RefusedRenewal {
            names = List.copyOf(names);
            violations = List.copyOf(violations);
        }

        Position position() {
            return new Position(notAfter, certificate);
        }
    }
}
