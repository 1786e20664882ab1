package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Locale;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authorization.Authorization;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderAdministration;
import org.jspecify.annotations.Nullable;

/** Orders, to be looked at. */
@Path("orders")
@Produces(MediaType.APPLICATION_JSON)
public class OrdersResource {

    @Inject
    OrderAdministration orders;

    @Inject
    Clock clock;

    /** The newest first. */
    @GET
    public Response search(
            @QueryParam("account") @Nullable String account,
            @QueryParam("provisioner") @Nullable String provisioner,
            @BeanParam Paging paging) {
        return Answers.ok(Json.page(
                orders.search(
                        Filters.resource("account", account), Filters.id("provisioner", provisioner), paging.request()),
                this::json));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(orders.find(Ids.resource("order", id))));
    }

    private JsonObject json(Order order) {
        JsonArrayBuilder authorizations = Json.array();
        order.authorizations().forEach(each -> authorizations.add(json(each)));
        JsonObjectBuilder json = Json.object()
                .add("id", order.id().toString())
                .add("account", order.account().toString())
                .add("status", order.statusAt(clock.instant()).name().toLowerCase(Locale.ROOT))
                .add("created", Json.time(order.createdAt()))
                .add("expires", Json.time(order.expiresAt()))
                .add("profile", order.profile())
                .add("authorizations", authorizations);
        order.certificate().ifPresent(id -> json.add("certificate", id.toString()));
        order.replacedCertificate().ifPresent(id -> json.add("replaces", id.toString()));
        order.problem()
                .ifPresent(problem -> json.add(
                        "problem",
                        Json.object().add("type", problem.type().urn()).add("detail", problem.detail())));
        return json.build();
    }

    private JsonObjectBuilder json(Authorization authorization) {
        return Json.object()
                .add("type", authorization.identifier().type())
                .add("value", authorization.identifier().value())
                .add("status", authorization.statusAt(clock.instant()).name().toLowerCase(Locale.ROOT));
    }
}
