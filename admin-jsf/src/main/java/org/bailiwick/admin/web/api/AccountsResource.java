package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import org.bailiwick.account.Account;
import org.bailiwick.account.AccountSearch;
import org.bailiwick.account.AccountStatus;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authorization.AccountAdministration;
import org.bailiwick.policy.PolicyLevel;
import org.jspecify.annotations.Nullable;

/** ACME accounts. */
@Path("accounts")
@Produces(MediaType.APPLICATION_JSON)
public class AccountsResource {

    private static final String THING = "account";

    @Inject
    Policies policies;

    @Inject
    AccountAdministration accounts;

    /** The newest first. */
    @GET
    public Response search(@BeanParam Search search, @BeanParam Paging paging) {
        return Answers.ok(Json.page(accounts.search(search.parse(), paging.request()), AccountsResource::json));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(accounts.find(Ids.resource(THING, id))));
    }

    /** Ends it, for good. */
    @POST
    @Path("{id}/deactivate")
    public Response deactivate(@PathParam("id") String id) {
        return Answers.ok(json(accounts.deactivate(Ids.resource(THING, id))));
    }

    /** Its policy, with its ETag. */
    @GET
    @Path("{id}/policy")
    public Response policy(@PathParam("id") String id) {
        return policies.read(PolicyLevel.ACCOUNT, Ids.resource(THING, id).value());
    }

    /** Another policy in place of that. */
    @PUT
    @Path("{id}/policy")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response govern(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        return policies.replace(PolicyLevel.ACCOUNT, Ids.resource(THING, id).value(), body, headers);
    }

    /** Which valid certificates a policy would stop from renewing, if it were its policy; those that end first. */
    @POST
    @Path("{id}/policy/impact")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response impact(@PathParam("id") String id, @BeanParam Paging paging, byte[] body) {
        return policies.impact(PolicyLevel.ACCOUNT, Ids.resource(THING, id).value(), body, paging);
    }

    private static JsonObject json(Account account) {
        JsonArrayBuilder contacts = Json.array();
        account.contacts().forEach(contact -> contacts.add(contact.url()));
        JsonObjectBuilder json = Json.object()
                .add("id", account.id().toString())
                .add("provisioner", account.provisioner().id().toString())
                .add("authority", account.provisioner().authority().id().toString())
                .add("status", account.status().name().toLowerCase(Locale.ROOT))
                .add("created", Json.time(account.createdAt()))
                .add("keyThumbprint", account.keyThumbprint())
                .add("contacts", contacts);
        account.terms().ifPresent(terms -> json.add("terms", terms.toString()));
        account.externalAccountKey()
                .ifPresent(key -> json.add("externalAccountKey", key.id().toString()));
        return json.build();
    }

    /** The parameters of a search. */
    public static class Search {

        @QueryParam("authority")
        @Nullable
        String authority;

        @QueryParam("provisioner")
        @Nullable
        String provisioner;

        @QueryParam("contact")
        @Nullable
        String contact;

        @QueryParam("keyThumbprint")
        @Nullable
        String keyThumbprint;

        @QueryParam("externalAccountKey")
        @Nullable
        String externalAccountKey;

        @QueryParam("status")
        @Nullable
        String status;

        AccountSearch parse() {
            return new AccountSearch(
                    Filters.id("authority", authority),
                    Filters.id("provisioner", provisioner),
                    Filters.text("contact", contact),
                    Filters.text("keyThumbprint", keyThumbprint),
                    Filters.resource("externalAccountKey", externalAccountKey),
                    Filters.text("status", status).map(Search::status));
        }

        private static AccountStatus status(String text) {
            return Arrays.stream(AccountStatus.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
                    .findFirst()
                    .orElseThrow(() -> Filters.wrong("status", "valid or deactivated"));
        }
    }
}
