package org.bailiwick.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.jspecify.annotations.Nullable;

/** Makes authorities whose certificates another CA makes: first the token encrypts the secret, then all is written down. */
@ApplicationScoped
public class UpstreamFounding {

    @Inject
    EnrolmentSecrets secrets;

    @Inject
    UpstreamRecords records;

    /**
     * Makes one, and has it enrolled. It refuses every name until it is given a policy.
     *
     * @param by who wants it; null if it is the settings
     * @throws org.bailiwick.admin.AdminException {@code INVALID} if there is no such team; {@code CONFLICT} if the name is taken
     * @throws org.bailiwick.hsm.TokenException if the token is away; nothing was written
     */
    public Authority found(@Nullable UUID by, NewUpstream wanted, EnrolmentSecretText secret) {
        return records.found(by, wanted, secrets.seal(wanted.name(), secret));
    }

    /**
     * Has one enrolled by a new secret.
     *
     * @throws org.bailiwick.admin.AdminException {@code UNKNOWN}
     * @throws org.bailiwick.hsm.TokenException if the token is away; nothing was written
     */
    void enrolAgain(UUID by, Authority authority, EnrolmentSecretText secret) {
        SealedEnrolmentSecret sealed = secrets.seal(new AuthorityName(authority.name()), secret);
        records.enrolAgain(by, authority.id(), sealed);
    }
}
