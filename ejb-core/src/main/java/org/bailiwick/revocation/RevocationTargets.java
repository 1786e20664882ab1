package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Caller;
import org.bailiwick.authority.Authorities;
import org.bailiwick.provisioner.Provisioner;

/** Whose certificates a caller may revoke by criteria: his team's, and criteria name things of that one authority. */
@ApplicationScoped
class RevocationTargets {

    @Inject
    Authorities authorities;

    @Inject
    CriteriaSubjects subjects;

    @Inject
    Caller caller;

    /**
     * Demands that an authority is the caller's team's.
     *
     * @param thing what it is of that was asked for, as {@code authority}
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}
     */
    void requireOwn(UUID authority, String thing) {
        caller.requireTeam(
                authorities
                        .withId(authority)
                        .orElseThrow(() -> AdminException.unknown(thing))
                        .team(),
                thing);
    }

    /**
     * The same, and that what criteria name is there, and that authority's.
     *
     * @throws AdminException {@code UNKNOWN} or {@code FOREIGN}; {@code INVALID} if it is of another authority of the
     *     caller's team
     */
    void requireOwn(UUID authority, RevocationCriteria criteria) {
        requireOwn(authority, "authority");
        subjects.of(criteria).forEach(subject -> requireOf(authority, subject.provisioner(), subject.thing()));
    }

    private void requireOf(UUID authority, Provisioner provisioner, String thing) {
        caller.requireTeam(provisioner.authority().team(), thing);
        if (!provisioner.authority().id().equals(authority)) {
            throw AdminException.invalid("This %s is of another authority.".formatted(thing));
        }
    }

    Caller caller() {
        return caller;
    }
}
