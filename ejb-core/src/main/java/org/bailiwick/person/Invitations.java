package org.bailiwick.person;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.LinkSecret;

/** What people do with a link to set their password. Open to everybody: the link is what counts. */
@Stateless
@PermitAll
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Invitations {

    @Inject
    InvitationRecords records;

    @Inject
    Passwords passwords;

    @Inject
    Attempts attempts;

    /** The name of whom a link is for; empty if it opens nothing. */
    public Optional<String> nameOf(String link) {
        return LinkSecret.parse(link).flatMap(records::nameOf);
    }

    /**
     * Sets the password.
     *
     * @param link what is in the link
     * @param client the address that the request came from
     * @throws AdminException {@code INVALID} if the link opens nothing, or the password cannot be
     */
    public void accept(String link, String password, String repeated, String client) {
        attempts.begin(Optional.empty(), client);
        Optional<LinkSecret> secret = LinkSecret.parse(link);
        Optional<String> name = secret.flatMap(records::nameOf);
        if (secret.isEmpty() || name.isEmpty()) {
            attempts.refuse(client, null, "link");
            throw AdminException.invalid(
                    "This link opens nothing: it was used, or it is too old. Ask who sent it for another one.");
        }
        NewPassword chosen = NewPassword.of(password, repeated, name.get());
        records.use(secret.get(), passwords.hash(chosen), client);
        attempts.succeed(Optional.empty(), client);
    }
}
