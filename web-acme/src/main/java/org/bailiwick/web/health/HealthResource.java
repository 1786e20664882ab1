package org.bailiwick.web.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.bailiwick.health.Health.State;
import org.bailiwick.health.Readiness;
import org.bailiwick.health.Readiness.Finding;

/** Health, for everyone: costs a look into memory, and tells nothing that helps an attacker. */
@ApplicationScoped
@Path("")
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {

    private static final JsonProvider JSON = JsonProvider.provider();

    @Inject
    Readiness readiness;

    /** The process answers. Whoever gets no answer may start it again. */
    @GET
    @Path("live")
    public Response live() {
        return answer(List.of());
    }

    /** It can do its work. Whoever gets a 503 sends its clients elsewhere, if there is an elsewhere. */
    @GET
    @Path("ready")
    public Response ready() {
        return answer(readiness.findings());
    }

    private static Response answer(List<Finding> findings) {
        JsonArrayBuilder checks = JSON.createArrayBuilder();
        findings.forEach(finding -> checks.add(json(finding)));
        boolean up = findings.stream().allMatch(finding -> finding.health().works());
        JsonObjectBuilder answer =
                JSON.createObjectBuilder().add("status", status(up)).add("checks", checks);
        return Response.status(up ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(answer.build().toString())
                .build();
    }

    private static JsonObjectBuilder json(Finding finding) {
        JsonObjectBuilder data =
                JSON.createObjectBuilder().add("detail", finding.health().sentence());
        if (finding.health().state() == State.WARNING) {
            data.add("warning", true);
        }
        return JSON.createObjectBuilder()
                .add("name", finding.name())
                .add("status", status(finding.health().works()))
                .add("data", data);
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
