package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.order.OrderService;
import org.bailiwick.order.OrdersList;
import org.bailiwick.web.json.OrdersListJson;

/** An account's orders list (RFC 8555 §7.1.2.1), by POST-as-GET. */
@ApplicationScoped
@Path("{authority}/{provisioner}/account/{id}/orders")
@Produces(MediaType.APPLICATION_JSON)
public class OrdersListResource {

    @Inject
    AcmeRequests requests;

    @Inject
    OrderService orders;

    /** The newest orders. */
    @POST
    public Response first(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        return page(own(id, body, uri, headers), Optional.empty());
    }

    /**
     * Those that follow. The position is in the path, as no URL that is signed has a query here; it is one in this account's
     * orders, so one that was made up shows nobody else's.
     */
    @POST
    @Path("{after}")
    public Response following(
            @PathParam("id") String id,
            @PathParam("after") String after,
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        AccountRequest request = own(id, body, uri, headers);
        ResourceId position = ResourceId.parse(after)
                .orElseThrow(
                        () -> new AcmeException(
                                ProblemType.MALFORMED.problem(
                                        "This is no position in the list of orders; follow the \"next\" link of the page before, or begin at the account's \"orders\" URL.")));
        return page(request, Optional.of(position));
    }

    private AccountRequest own(String id, InputStream body, UriInfo uri, HttpHeaders headers) {
        return requests.verifiedByAccount(body, uri, headers).requireOf(id).requirePostAsGet();
    }

    private Response page(AccountRequest request, Optional<ResourceId> after) {
        Directory urls = request.directory();
        OrdersList list = orders.list(request.accountId(), after);
        Response.ResponseBuilder answer = Response.ok(
                OrdersListJson.of(list.orders().stream().map(urls::order).toList())
                        .toString());
        list.next()
                .ifPresent(position -> answer.header(
                        HttpHeaders.LINK, "<" + urls.ordersAfter(request.accountId(), position) + ">;rel=\"next\""));
        return answer.build();
    }
}
