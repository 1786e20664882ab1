package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bailiwick.audit.AuditTrail.Entry;
import org.bailiwick.audit.AuditTrail.Search;
import org.bailiwick.audit.proof.AuditAdministration;
import org.jspecify.annotations.Nullable;

/** The audit log: searched by people, exported for the verifier. */
@Path("audit")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    /** One JSON object a line. */
    static final String NDJSON = "application/x-ndjson";

    private static final Instant BEGINNING = Instant.EPOCH;
    private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

    @Inject
    AuditAdministration audit;

    /** Events, the newest first. One of a moment ago may not be there yet. */
    @GET
    public Response search(
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("mentions") @Nullable String mentions,
            @QueryParam("since") @Nullable String since,
            @QueryParam("until") @Nullable String until,
            @BeanParam Paging paging) {
        Search search = new Search(
                Filters.text("kind", kind),
                Filters.text("mentions", mentions),
                Filters.time("since", since).orElse(BEGINNING),
                Filters.time("until", until).orElse(END));
        int limit = paging.size();
        List<Entry> found = audit.find(search, paging.place(), limit + 1);
        JsonArrayBuilder items = Json.array();
        found.stream().limit(limit).forEach(entry -> items.add(json(entry)));
        JsonObjectBuilder page = Json.object().add("items", items);
        if (found.size() > limit) {
            page.add("next", Long.toString(found.get(limit - 1).position()));
        }
        return Answers.ok(page.build());
    }

    /** All events with their links and the signed checkpoints, from a checkpoint on or from the beginning. */
    @GET
    @Path("export")
    @Produces(NDJSON)
    public Response export(@QueryParam("checkpoint") @Nullable String checkpoint) {
        Optional<Long> from = Filters.number("checkpoint", checkpoint);
        audit.requireExportable(from);
        StreamingOutput lines = out -> audit.write(from, out);
        return Response.ok(lines, NDJSON)
                .header("Content-Disposition", "attachment; filename=\"audit.ndjson\"")
                .build();
    }

    private static JsonObjectBuilder json(Entry entry) {
        return Json.object()
                .add("position", entry.position())
                .add("at", entry.at().toString())
                .add("kind", entry.kind())
                .add("facts", Json.read(entry.facts()));
    }
}
