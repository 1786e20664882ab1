package org.bailiwick.person;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.Caller;
import org.bailiwick.admin.Role;

/** A person's own password. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RolesAllowed({
    Role.Name.SUPER_ADMINISTRATOR,
    Role.Name.AUTHORITY_ADMINISTRATOR,
    Role.Name.EAB_OPERATOR,
    Role.Name.AUDITOR
})
public class OwnPassword {

    @Inject
    Caller caller;

    @Inject
    Passwords passwords;

    @Inject
    PersonRecords records;

    @Inject
    Attempts attempts;

    /** Whether the caller has one: who came in by a client certificate has not. */
    public boolean exists() {
        return caller.identity() instanceof Administrator;
    }

    /**
     * Replaces it; whatever else is logged in by the old one ends.
     *
     * @param client the address that the request came from
     * @return the epoch that began
     * @throws AdminException {@code INVALID} if the old one is wrong, or the new one cannot be; {@code CONFLICT} if somebody
     *     else changed it meanwhile, or there is none
     */
    public int replace(String old, String chosen, String repeated, String client) {
        if (!(caller.identity() instanceof Administrator person)) {
            throw AdminException.conflict("You came in by a client certificate, which has no password.");
        }
        NewPassword next = NewPassword.of(chosen, repeated, person.name());
        attempts.begin(Optional.of(person.name()), client);
        if (!passwords.match(person.password(), old)) {
            attempts.refuse(client, person.id(), "password");
            throw AdminException.invalid("The current password is not that.");
        }
        attempts.succeed(Optional.of(person.name()), client);
        return records.replacePassword(person.id(), person.epoch(), passwords.hash(next), client)
                .orElseThrow(() -> AdminException.conflict("Your password was changed elsewhere a moment ago."));
    }
}
