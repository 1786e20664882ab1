package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.bailiwick.admin.Label;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authority.TeamAdministration;
import org.bailiwick.team.Team;

/** Teams: the tenants. */
@Path("teams")
@Produces(MediaType.APPLICATION_JSON)
public class TeamsResource {

    @Inject
    TeamAdministration teams;

    /** The newest first. */
    @GET
    public Response list(@BeanParam Paging paging) {
        return Answers.ok(Json.page(teams.list(paging.request()), TeamsResource::json));
    }

    /** A new one. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Team team = teams.create(new Label(Members.of(body, "name").text("name")));
        return Answers.created("teams", team.id(), json(team));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(teams.find(Ids.uuid("team", id))));
    }

    private static JsonObject json(Team team) {
        return Json.object()
                .add("id", team.id().toString())
                .add("name", team.name())
                .add("created", Json.time(team.createdAt()))
                .build();
    }
}
