package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.ra.administration.RegistrationAuthorityAdministration;
import org.bailiwick.ra.administration.RelayedRequestOverview;
import org.jspecify.annotations.Nullable;

/** What registration authorities asked for, and what they said of it. */
@Path("relayed-requests")
@Produces(MediaType.APPLICATION_JSON)
public class RelayedRequestsResource {

    @Inject
    RegistrationAuthorityAdministration registrationAuthorities;

    /** Those of all registration authorities, or of one; the newest first, without what is said of them. */
    @GET
    public Response list(
            @QueryParam("registrationAuthority") @Nullable String registrationAuthority, @BeanParam Paging paging) {
        return Answers.ok(Json.page(
                registrationAuthorities.requests(
                        Filters.id("registrationAuthority", registrationAuthority), paging.request()),
                request -> json(request).build()));
    }

    /** One of them, with what was said of it. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        RelayedRequestOverview request = registrationAuthorities.request(Ids.uuid("relayed request", id));
        JsonObjectBuilder json = json(request);
        if (request.evidence() != null) {
            json.add("evidence", Json.read(request.evidence()));
        }
        return Answers.ok(json.build());
    }

    private static JsonObjectBuilder json(RelayedRequestOverview request) {
        JsonArrayBuilder names = Json.array();
        request.names().forEach(names::add);
        JsonObjectBuilder json = Json.object()
                .add("id", request.id().toString())
                .add("registrationAuthority", request.registrationAuthority().toString())
                .add("kind", request.kind())
                .add("status", request.status())
                .add("transaction", request.transaction())
                .add("names", names)
                .add("keySha256", request.keySha256())
                .add("messageSha256", request.messageSha256())
                .add("created", Json.time(request.createdAt()))
                .add("awaitsConfirmation", request.awaitsConfirmation());
        text(json, "order", request.order());
        text(json, "profile", request.profile());
        text(json, "certificate", request.certificate());
        text(json, "problem", request.problem());
        return json;
    }

    private static void text(JsonObjectBuilder json, String name, @Nullable Object value) {
        if (value != null) {
            json.add(name, value.toString());
        }
    }
}
