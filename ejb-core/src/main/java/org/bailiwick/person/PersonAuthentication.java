package org.bailiwick.person;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.Administrator;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.AdministratorState;
import org.bailiwick.admin.Administrators;

/**
 * Lets in who knows a password. Open to everybody: here nobody is anybody yet. Whatever is wrong is answered with the same
 * words, and after the same time.
 */
@Stateless
@PermitAll
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class PersonAuthentication {

    @Inject
    Administrators administrators;

    @Inject
    Passwords passwords;

    @Inject
    Attempts attempts;

    @Inject
    PersonRecords records;

    @Inject
    Clock clock;

    /**
     * Lets somebody in.
     *
     * @param typedName as it was typed
     * @param password as it was typed
     * @param client the address that the request came from
     * @throws AdminException {@code INVALID} if that is not right, or was tried too often; {@code CONFLICT} if the server has
     *     too much to do
     */
    public LoggedIn logIn(String typedName, String password, String client) {
        Optional<AdministratorName> name = AdministratorName.read(typedName);
        Optional<String> counted =
                Optional.of(name.map(AdministratorName::value).orElse(""));
        attempts.begin(counted, client);
        Optional<Administrator> person = name.flatMap(administrators::named);
        boolean right = passwords.match(person.flatMap(Administrator::password), password);
        if (person.isEmpty() || !right || person.get().state() != AdministratorState.ACTIVE) {
            attempts.refuse(
                    client,
                    person.map(Administrator::id).orElse(null),
                    person.isEmpty() ? "name" : right ? "suspended" : "password");
            throw AdminException.invalid("This name and this password do not open the portal.");
        }
        attempts.succeed(counted, client);
        records.loggedIn(person.get().id(), client);
        return new LoggedIn(person.get().id(), person.get().epoch(), clock.instant());
    }

    /** Who logged in before, if he still may; by password. */
    public Optional<Administrator> resume(LoggedIn loggedIn) {
        return loggedIn.tooOldAt(clock.instant())
                ? Optional.empty()
                : administrators
                        .withId(loggedIn.id())
                        .filter(person ->
                                person.epoch() == loggedIn.epoch() && person.state() == AdministratorState.ACTIVE);
    }
}
