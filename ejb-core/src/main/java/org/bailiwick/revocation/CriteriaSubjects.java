package org.bailiwick.revocation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.account.Accounts;
import org.bailiwick.admin.AdminException;
import org.bailiwick.eab.ExternalAccountKeys;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.Provisioners;
import org.bailiwick.ra.RegistrationAuthorities;

/** What criteria name, with the provisioner that each is of. */
@ApplicationScoped
class CriteriaSubjects {

    @Inject
    Provisioners provisioners;

    @Inject
    Accounts accounts;

    @Inject
    ExternalAccountKeys keys;

    @Inject
    RegistrationAuthorities registrationAuthorities;

    /**
     * One of them.
     *
     * @param thing what it is, as {@code account}
     * @param provisioner that it is of
     */
    record Subject(String thing, Provisioner provisioner) {}

    /**
     * All of them.
     *
     * @throws AdminException {@code UNKNOWN} if there is no such thing
     */
    List<Subject> of(RevocationCriteria criteria) {
        List<Subject> subjects = new ArrayList<>();
        criteria.account()
                .ifPresent(id -> subjects.add(new Subject(
                        "account",
                        accounts.withId(id)
                                .orElseThrow(() -> AdminException.unknown("account"))
                                .provisioner())));
        criteria.externalAccountKey()
                .ifPresent(id -> subjects.add(new Subject(
                        "external account key",
                        keys.withId(id)
                                .orElseThrow(() -> AdminException.unknown("external account key"))
                                .provisioner())));
        criteria.provisioner()
                .ifPresent(id -> subjects.add(new Subject(
                        "provisioner",
                        provisioners.withId(id).orElseThrow(() -> AdminException.unknown("provisioner")))));
        criteria.registrationAuthority()
                .ifPresent(id -> subjects.add(new Subject(
                        "registration authority",
                        registrationAuthorities
                                .withId(id)
                                .orElseThrow(() -> AdminException.unknown("registration authority"))
                                .provisioner())));
        return subjects;
    }
}
