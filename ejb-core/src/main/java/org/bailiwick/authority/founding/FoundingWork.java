package org.bailiwick.authority.founding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bailiwick.admin.AdminException;
import org.bailiwick.authority.IssuerRequest;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.authority.founding.FirstIssuer.KeyInToken;
import org.bailiwick.authority.founding.FirstIssuer.OtherRoot;
import org.bailiwick.authority.founding.FirstIssuer.OwnRoot;
import org.bailiwick.hsm.TokenException;

/** What there is to do for a new authority, outside of transactions. */
@ApplicationScoped
class FoundingWork {

    @Inject
    FoundingRecords records;

    @Inject
    FoundingKeys keys;

    /**
     * Asks whether there can be such an authority, has the token do its part, and has it written down.
     *
     * @param administrator who wants it
     * @param writing has done what it is given, which writes the authority down; if it refuses, what was made for it is
     *     destroyed
     * @throws AdminException {@code INVALID}, {@code CONFLICT}; {@code UNCERTAIN} if keys were made, and then token or
     *     database failed; as {@code writing} does. Whatever is left in the token the sentence names
     * @throws TokenException if the token is away, and no key is left
     */
    <T> T make(UUID administrator, NewAuthority wanted, Function<Supplier<OperatedAuthority>, T> writing) {
        records.requirePossible(wanted);
        FirstIssuer issuer = wanted.issuer();
        if (issuer instanceof OwnRoot own) {
            return keys.generate(wanted, own, made -> writing.apply(() -> records.found(administrator, wanted, made)));
        }
        if (issuer instanceof OtherRoot other) {
            return keys.request(
                    wanted,
                    other.issuing(),
                    request -> writing.apply(() -> records.await(administrator, wanted, request)));
        }
        MadeIssuer there = keys.adopt(wanted, (KeyInToken) issuer);
        return writing.apply(() -> records.found(administrator, wanted, there));
    }

    /**
     * Gives the answer to a request to the key in the token.
     *
     * @param pem certificates in any order
     * @throws AdminException {@code INVALID} if it is not the answer
     * @throws TokenException if the token is away
     */
    MadeIssuer answered(IssuerRequest request, String pem) {
        return keys.answered(request, pem);
    }
}
