package org.bailiwick.policy;

import java.util.Optional;
import java.util.UUID;

/** What has a policy of its own: an authority, a provisioner, an account, an external account key. */
public interface Governed {

    /** The level at which its policy stands. */
    PolicyLevel level();

    /** The team that operates its authority. */
    UUID team();

    /** Its own policy; empty if it was never given one. */
    Optional<NamePolicy> policy();

    /** Gives it a policy in place of the one it has. */
    void govern(NamePolicy newPolicy);

    /** The policies of all levels that those must pass who ask it, or ask as it, for a certificate. */
    IssuancePolicy issuancePolicy();
}
