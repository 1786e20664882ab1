package org.bailiwick.governance;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.NamePolicy;

/**
 * A policy where it stands: whose it is, what it says, and what the other levels say that must permit each name, too.
 *
 * @param subject what it is the policy of
 * @param name of that, for people
 * @param changeable whether the caller may replace it
 * @param policy what it says; {@link PolicyDraft#EMPTY} if there is none
 * @param version what {@link PolicyAdministration#replace} wants to see again
 * @param others the other levels, the highest first; none if they are not for the caller
 * @param othersShown whether they are for the caller
 */
public record PolicyStanding(
        PolicySubject subject,
        String name,
        boolean changeable,
        PolicyDraft policy,
        long version,
        List<Other> others,
        boolean othersShown)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public PolicyStanding {
        others = List.copyOf(others);
    }

    /**
     * Another level.
     *
     * @param level as JSON names it
     * @param id of what it is the policy of, as clients know it
     * @param name of that, for people
     * @param policy what it says; {@link PolicyDraft#EMPTY} if there is none
     */
    public record Other(String level, String id, String name, PolicyDraft policy) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        /** Whether it says nothing. */
        public boolean silent() {
            return policy.equals(PolicyDraft.EMPTY);
        }

        private static Other of(Governed governed) {
            PolicySubject subject = GovernedChain.subject(governed);
            return new Other(
                    subject.level().member(),
                    subject.text(),
                    GovernedChain.name(governed),
                    PolicyDraft.of(governed.policy().orElse(NamePolicy.EMPTY)));
        }
    }

    static PolicyStanding of(Governed governed, PolicySubject subject, boolean mayChange, boolean othersShown) {
        boolean revoked =
                governed instanceof ExternalAccountKey key && key.revokedAt().isPresent();
        return new PolicyStanding(
                subject,
                GovernedChain.name(governed),
                mayChange && !revoked,
                PolicyDraft.of(governed.policy().orElse(NamePolicy.EMPTY)),
                PolicyVersion.of(governed.policy()),
                othersShown
                        ? GovernedChain.of(governed).stream()
                                .filter(each -> each.level() != governed.level())
                                .map(Other::of)
                                .toList()
                        : List.of(),
                othersShown);
    }
}
