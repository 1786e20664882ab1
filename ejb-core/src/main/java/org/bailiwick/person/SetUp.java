package org.bailiwick.person;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.AdministratorName;
import org.bailiwick.admin.LinkSecret;

/** What the holder of the set-up link does with it. Open to everybody: the link is what counts. */
@Stateless
@PermitAll
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SetUp {

    @Inject
    FirstAdministrator first;

    @Inject
    Passwords passwords;

    @Inject
    Attempts attempts;

    /** Whether what is in a link opens anything. */
    public boolean opens(String link) {
        return LinkSecret.parse(link).filter(first::opens).isPresent();
    }

    /**
     * Makes the first administrator, who may do everything.
     *
     * @param link what is in the link
     * @param client the address that the request came from
     * @throws AdminException {@code INVALID} if the link opens nothing, or if name or password cannot be
     */
    public void complete(String link, String typedName, String password, String repeated, String client) {
        attempts.begin(Optional.empty(), client);
        AdministratorName name = AdministratorName.of(typedName);
        NewPassword chosen = NewPassword.of(password, repeated, name.value());
        Optional<LinkSecret> secret = LinkSecret.parse(link).filter(first::opens);
        if (secret.isEmpty()) {
            attempts.refuse(client, null, "link");
            throw AdminException.invalid(
                    "This link opens nothing: it was used, or it is too old. Each start of the server makes another one, as long as nobody can log in.");
        }
        first.create(secret.get(), name, passwords.hash(chosen), client);
        attempts.succeed(Optional.empty(), client);
    }
}
