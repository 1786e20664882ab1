package org.bailiwick.governance;

import org.bailiwick.account.Account;
import org.bailiwick.account.Contact;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.NamePolicy;

/**
 * A line of a list of policies.
 *
 * @param level as JSON names it
 * @param id of what it is the policy of, as clients know it
 * @param name for people
 * @param note who has it, for people; empty for none
 * @param parent the name of the provisioner or the authority that it belongs to; empty for an authority
 * @param policy what it says; {@link PolicyDraft#EMPTY} if there is none
 */
public record PolicyOverview(String level, String id, String name, String note, String parent, PolicyDraft policy) {

    static PolicyOverview of(Governed governed) {
        PolicySubject subject = GovernedChain.subject(governed);
        return new PolicyOverview(
                subject.level().member(),
                subject.text(),
                GovernedChain.name(governed),
                note(governed),
                GovernedChain.parent(governed).map(GovernedChain::name).orElse(""),
                PolicyDraft.of(governed.policy().orElse(NamePolicy.EMPTY)));
    }

    private static String note(Governed governed) {
        if (governed instanceof Account account) {
            return String.join(
                    " ", account.contacts().stream().map(Contact::url).toList());
        }
        return governed instanceof ExternalAccountKey key ? key.owner().orElse("") : "";
    }

    /** How many rules allow something. */
    public int allowing() {
        return policy.list(true).size();
    }

    /** How many rules deny something. */
    public int denying() {
        return policy.list(false).size();
    }

    /** Whether it says anything. */
    public boolean silent() {
        return policy.equals(PolicyDraft.EMPTY);
    }
}
