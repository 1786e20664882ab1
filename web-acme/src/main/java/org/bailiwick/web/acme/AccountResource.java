package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountService;
import org.bailiwick.account.NewAccount;
import org.bailiwick.account.NewAccountService;
import org.bailiwick.account.Registration;
import org.bailiwick.authorization.DeactivationService;
import org.bailiwick.web.json.AccountJson;

/** newAccount and account (RFC 8555 §7.3). */
@ApplicationScoped
@Path("{authority}/{provisioner}")
@Produces(MediaType.APPLICATION_JSON)
public class AccountResource {

    @Inject
    AcmeRequests requests;

    @Inject
    NewAccountService newAccounts;

    @Inject
    AccountService accounts;

    @Inject
    DeactivationService deactivation;

    /** RFC 8555 §7.3, §7.3.1. */
    @POST
    @Path("new-account")
    public Response newAccount(
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context HttpServletRequest connection)
            throws UnknownHostException {
        KeyRequest request = requests.verifiedByKey(body, uri, headers);
        AccountJson wanted = AccountJson.parse(request.payload());
        NewAccount result = wanted.onlyReturnExisting()
                ? new NewAccount(newAccounts.existing(request.provisioner(), request.key()), false)
                : newAccounts.create(
                        request.provisioner(),
                        new Registration(
                                request.key(),
                                wanted.contacts().orElse(List.of()),
                                wanted.termsOfServiceAgreed(),
                                BindingRequest.within(request),
                                // an address as text is read, not looked up
                                InetAddress.getByName(connection.getRemoteAddr())));
        Account account = accounts.requireValid(result.account());
        return Response.status(result.created() ? Response.Status.CREATED : Response.Status.OK)
                .location(request.directory().account(account.id()))
                .entity(json(account, request.directory()))
                .build();
    }

    /** RFC 8555 §7.3.2, §7.3.6; POST-as-GET reads it. */
    @POST
    @Path("account/{id}")
    public String account(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        AccountRequest request = requests.verifiedByAccount(body, uri, headers).requireOf(id);
        if (request.jws().isPostAsGet()) {
            return json(request.account(), request.directory());
        }
        AccountJson wanted = AccountJson.parse(request.payload());
        if (wanted.deactivate()) {
            return json(deactivation.deactivate(request.accountId()), request.directory());
        }
        Account account = wanted.contacts()
                .map(contacts -> accounts.reachAt(request.accountId(), contacts))
                .orElse(request.account());
        return json(account, request.directory());
    }

    private static String json(Account account, Directory urls) {
        return AccountJson.of(account, urls.orders(account.id())).toString();
    }
}
