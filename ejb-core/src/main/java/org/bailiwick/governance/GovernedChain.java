package org.bailiwick.governance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.account.Account;
import org.bailiwick.authority.Authority;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.policy.Governed;
import org.bailiwick.provisioner.Provisioner;

/** How what has a policy hangs together: what is above it, and what it is called. */
final class GovernedChain {

    private GovernedChain() {}

    /** All that has a say where this is asked for a certificate, the highest first, itself too. */
    static List<Governed> of(Governed governed) {
        List<Governed> chain = new ArrayList<>();
        for (Optional<Governed> each = Optional.of(governed);
                each.isPresent();
                each = each.flatMap(GovernedChain::parent)) {
            chain.add(0, each.get());
        }
        if (governed instanceof Account account) {
            account.externalAccountKey().ifPresent(chain::add);
        }
        return chain;
    }

    /** What it belongs to; empty for an authority. */
    static Optional<Governed> parent(Governed governed) {
        if (governed instanceof Provisioner provisioner) {
            return Optional.of(provisioner.authority());
        }
        if (governed instanceof Account account) {
            return Optional.of(account.provisioner());
        }
        return governed instanceof ExternalAccountKey key ? Optional.of(key.provisioner()) : Optional.empty();
    }

    /** What people call it: a name, a key's reference, an account's id. */
    static String name(Governed governed) {
        if (governed instanceof Authority authority) {
            return authority.name();
        }
        if (governed instanceof Provisioner provisioner) {
            return provisioner.name();
        }
        return governed instanceof ExternalAccountKey key
                ? key.reference()
                : subject(governed).text();
    }

    static PolicySubject subject(Governed governed) {
        return new PolicySubject(governed.level(), id(governed));
    }

    private static UUID id(Governed governed) {
        if (governed instanceof Authority authority) {
            return authority.id();
        }
        if (governed instanceof Provisioner provisioner) {
            return provisioner.id();
        }
        if (governed instanceof Account account) {
            return account.id().value();
        }
        if (governed instanceof ExternalAccountKey key) {
            return key.id().value();
        }
        throw new IllegalArgumentException("nothing is known of " + governed.level());
    }
}
