package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
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
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.ExternalAccountKeyStatus;
import org.bailiwick.eab.IssuedKey;
import org.bailiwick.eab.administration.ExternalAccountKeyIssuance;
import org.bailiwick.eab.administration.ExternalAccountKeyRevocation;
import org.bailiwick.eab.administration.ExternalAccountKeyService;
import org.bailiwick.eab.administration.KeySearch;
import org.bailiwick.policy.PolicyLevel;
import org.jspecify.annotations.Nullable;

/** External account keys. A secret is in the answer that made it and nowhere else. */
@Path("external-account-keys")
@Produces(MediaType.APPLICATION_JSON)
public class ExternalAccountKeysResource {

    private static final String THING = "external account key";

    @Inject
    ExternalAccountKeyService keys;

    @Inject
    ExternalAccountKeyIssuance issuance;

    @Inject
    ExternalAccountKeyRevocation revocation;

    @Inject
    Policies policies;

    @Inject
    Clock clock;

    /** The newest first. */
    @GET
    public Response search(@BeanParam Search search, @BeanParam Paging paging) {
        return Answers.ok(Json.page(keys.list(search.parse(), paging.request()), this::json));
    }

    /** A new one, with its secret. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Members members = ExternalAccountKeyJson.members(body);
        IssuedKey issued = issuance.create(members.id("provisioner"), ExternalAccountKeyJson.terms(members));
        return Answers.created("external-account-keys", issued.key().id(), issued(issued));
    }

    /** One of them, with its ETag. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return answer(keys.find(key(id)));
    }

    /** The accounts that were bound to it, the latest first. */
    @GET
    @Path("{id}/accounts")
    public Response accounts(@PathParam("id") String id, @BeanParam Paging paging) {
        return Answers.ok(Json.page(keys.boundAccounts(key(id), paging.request()), ExternalAccountKeyJson::of));
    }

    /** It is of no use until it is resumed. */
    @POST
    @Path("{id}/suspend")
    public Response suspend(@PathParam("id") String id) {
        return answer(keys.suspend(key(id)));
    }

    /** It is of use again. */
    @POST
    @Path("{id}/resume")
    public Response resume(@PathParam("id") String id) {
        return answer(keys.resume(key(id)));
    }

    /** A new secret for the same key. */
    @POST
    @Path("{id}/rebind")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response rebind(@PathParam("id") String id, byte[] body) {
        Members members = Members.of(body, "uses", "deactivate");
        IssuedKey issued = issuance.rebind(
                key(id),
                members.optionalNumber("uses").orElse(1),
                members.optionalTruth("deactivate").orElse(false));
        return Answers.ok(issued(issued));
    }

    /** Its policy, with its ETag. */
    @GET
    @Path("{id}/policy")
    public Response policy(@PathParam("id") String id) {
        return policies.read(PolicyLevel.EXTERNAL_ACCOUNT_KEY, key(id).value());
    }

    /** Another policy. */
    @PUT
    @Path("{id}/policy")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response govern(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        return policies.replace(PolicyLevel.EXTERNAL_ACCOUNT_KEY, key(id).value(), body, headers);
    }

    /** Which valid certificates a policy would stop from renewing, if it were its policy; those that end first. */
    @POST
    @Path("{id}/policy/impact")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response impact(@PathParam("id") String id, @BeanParam Paging paging, byte[] body) {
        return policies.impact(PolicyLevel.EXTERNAL_ACCOUNT_KEY, key(id).value(), body, paging);
    }

    /** Other profiles, or all. */
    @PUT
    @Path("{id}/profiles")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response restrict(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        long version = IfMatch.version(headers, THING);
        return answer(
                keys.restrict(key(id), version, Members.of(body, "profiles").texts("profiles")));
    }

    /** What ending it with everything would hit now. */
    @GET
    @Path("{id}/cascade")
    public Response cascade(@PathParam("id") String id) {
        return Answers.ok(ExternalAccountKeyJson.of(revocation.preview(key(id))));
    }

    /** Ends it, for good. */
    @POST
    @Path("{id}/revoke")
    public Response revoke(@PathParam("id") String id) {
        return answer(revocation.revoke(key(id)));
    }

    /** Ends it with its accounts, their authorizations and certificates, for good. */
    @POST
    @Path("{id}/revoke-with-everything")
    public Response revokeWithEverything(@PathParam("id") String id) {
        return Answers.ok(ExternalAccountKeyJson.of(revocation.revokeWithEverything(key(id))));
    }

    private static ResourceId key(String id) {
        return Ids.resource(THING, id);
    }

    private Response answer(ExternalAccountKey key) {
        return Answers.ok(json(key), key.version());
    }

    private JsonObject json(ExternalAccountKey key) {
        return ExternalAccountKeyJson.of(key, clock.instant()).build();
    }

    private JsonObject issued(IssuedKey issued) {
        return ExternalAccountKeyJson.of(issued, clock.instant());
    }

    /** The parameters of a search. */
    public static class Search {

        @QueryParam("provisioner")
        @Nullable
        String provisioner;

        @QueryParam("text")
        @Nullable
        String text;

        @QueryParam("status")
        @Nullable
        String status;

        KeySearch parse() {
            return new KeySearch(
                    Filters.id("provisioner", provisioner),
                    Filters.text("text", text),
                    Filters.text("status", status).map(Search::status));
        }

        private static ExternalAccountKeyStatus status(String word) {
            return Arrays.stream(ExternalAccountKeyStatus.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> Filters.wrong("status", "unbound, bound, suspended, revoked or expired"));
        }
    }
}
