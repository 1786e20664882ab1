package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authority.IssuerAdministration;
import org.jspecify.annotations.Nullable;

/** Issuers: the keys and certificates of authorities. */
@Path("issuers")
@Produces(MediaType.APPLICATION_JSON)
public class IssuersResource {

    private static final String THING = "issuer";

    @Inject
    IssuerAdministration issuers;

    @Inject
    IssuerJson json;

    /** Those of all authorities, or of one; the newest first. */
    @GET
    public Response list(@QueryParam("authority") @Nullable String authority, @BeanParam Paging paging) {
        return Answers.ok(Json.page(issuers.list(Filters.id("authority", authority), paging.request()), json::of));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json.of(issuers.find(Ids.uuid(THING, id))));
    }

    /** It issues no more, for good. */
    @POST
    @Path("{id}/retire")
    public Response retire(@PathParam("id") String id, @QueryParam("last") @Nullable String last) {
        boolean evenTheLast = Filters.truth("last", last).orElse(false);
        return Answers.ok(json.of(issuers.retire(Ids.uuid(THING, id), evenTheLast)));
    }
}
