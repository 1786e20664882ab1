package org.bailiwick.web.acme;

import jakarta.json.JsonObject;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.revocation.Revoker;
import org.bailiwick.web.jws.FlattenedJws;

/**
 * A request that a valid account signed. Only {@link AcmeRequests} makes one.
 *
 * @param account who asks
 * @param directory where
 * @param jws what
 */
record AccountRequest(Account account, Directory directory, FlattenedJws jws) implements SignedRequest {

    /** The account's id. */
    ResourceId accountId() {
        return account.id();
    }

    @Override
    public Provisioner provisioner() {
        return account.provisioner();
    }

    @Override
    public JsonObject payload() {
        return jws.payloadObject();
    }

    /** Demands that the account in the request's URL is the one that signed; no other one is shown to exist. */
    AccountRequest requireOf(String id) {
        if (!accountId().toString().equals(id)) {
            throw new AcmeException(ProblemType.UNAUTHORIZED.problem("This is not the URL of your account."));
        }
        return this;
    }

    @Override
    public Revoker revoker() {
        return new Revoker.ByAccount(account.id());
    }

    /** Demands a POST-as-GET (RFC 8555 §6.3). */
    AccountRequest requirePostAsGet() {
        if (!jws.isPostAsGet()) {
            throw new AcmeException(
                    ProblemType.MALFORMED.problem(
                            "This resource is read by POST-as-GET: the JWS's payload must be the empty string, not {} (RFC 8555 §6.3)."));
        }
        return this;
    }
}
