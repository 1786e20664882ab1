package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.upstream.outbox.OutboxAdministration;
import org.bailiwick.upstream.outbox.OutboxOverview;
import org.bailiwick.upstream.outbox.OutboxSearch;
import org.jspecify.annotations.Nullable;

/** What the CAs of upstream authorities are to be asked for; an entry is gone when something came of it. */
@Path("outbox")
@Produces(MediaType.APPLICATION_JSON)
public class OutboxResource {

    private static final String THING = "outbox entry";

    @Inject
    OutboxAdministration outbox;

    /** Those of all upstream authorities, or of one; the newest first. */
    @GET
    public Response list(@QueryParam("authority") @Nullable String authority, @BeanParam Paging paging) {
        return Answers.ok(Json.page(
                outbox.list(OutboxSearch.of(Filters.id("authority", authority)), paging.request()),
                OutboxResource::json));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(outbox.find(Ids.uuid(THING, id))));
    }

    /** The CA is asked at once, be it that it had refused. */
    @POST
    @Path("{id}/retry")
    public Response retry(@PathParam("id") String id) {
        return Answers.ok(json(outbox.retry(Ids.uuid(THING, id))));
    }

    /** The CA is not asked any more: an order fails, a revocation is not relayed. */
    @POST
    @Path("{id}/give-up")
    public Response giveUp(@PathParam("id") String id) {
        UUID entry = Ids.uuid(THING, id);
        outbox.giveUp(entry);
        return Answers.ok(Json.object().add("id", entry.toString()).build());
    }

    private static JsonObject json(OutboxOverview entry) {
        JsonObjectBuilder json = Json.object()
                .add("id", entry.id().toString())
                .add("authority", entry.authority().toString())
                .add("kind", entry.kind())
                .add("status", entry.state())
                .add("created", Json.time(entry.createdAt()))
                .add("deadline", Json.time(entry.deadline()))
                .add("attempts", entry.attempts())
                .add("next", Json.time(entry.nextAt()));
        text(json, "order", entry.order());
        text(json, "certificate", entry.certificate());
        text(json, "problem", entry.problem());
        if (entry.refusedAt() != null) {
            json.add("refused", Json.time(entry.refusedAt()));
        }
        return json.build();
    }

    private static void text(JsonObjectBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.add(name, value);
        }
    }
}
