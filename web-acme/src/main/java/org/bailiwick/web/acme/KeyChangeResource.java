package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountService;
import org.bailiwick.web.json.AccountJson;
import org.bailiwick.web.problem.HttpProblemException;

/** keyChange (RFC 8555 §7.3.5). */
@ApplicationScoped
@Path("{authority}/{provisioner}/key-change")
@Produces(MediaType.APPLICATION_JSON)
public class KeyChangeResource {

    @Inject
    AcmeRequests requests;

    @Inject
    AccountService accounts;

    /** The account, from now on with the new key. */
    @POST
    public String keyChange(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        KeyChangeRequest request = requests.verifiedByBothKeys(body, uri, headers);
        Account account = request.account();
        if (request.newKey().thumbprint().value().equals(account.keyThumbprint())) {
            throw conflict(request, account, "The new key is the key that the account has; make a new one.");
        }
        Account owner = accounts.changeKey(account, request.newKey());
        if (!owner.id().equals(account.id())) {
            throw conflict(
                    request,
                    owner,
                    "The new key has an account here already, see Location; a key belongs to one account, so make a new one.");
        }
        return AccountJson.of(owner, request.directory().orders(owner.id())).toString();
    }

    private static HttpProblemException conflict(KeyChangeRequest request, Account owner, String detail) {
        return HttpProblemException.conflict(request.directory().account(owner.id()), detail);
    }
}
