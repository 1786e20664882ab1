package org.bailiwick.governance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.policy.PolicyViolation;

/**
 * What a policy would do to the certificates that are valid now: not expired, not revoked, not replaced. Of several that an
 * account has for the same names only the newest is told, as it is the one that will be renewed.
 *
 * @param examined how many certificates are valid, those for the same names each
 * @param refused how many of them would be refused at their next renewal
 * @param refusedToday how many of these would be refused even as the policies are now
 * @param first some of those that would be refused, the newest first
 */
public record Impact(long examined, long refused, long refusedToday, List<RefusedRenewal> first) {

    public Impact {
        first = List.copyOf(first);
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
    }
}
