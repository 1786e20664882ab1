package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
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
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.bailiwick.account.Account;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.TooLateException;
import org.bailiwick.issuance.FinalizeService;
import org.bailiwick.order.NoSuchOrderException;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderService;
import org.bailiwick.order.OrderStatus;
import org.bailiwick.web.json.NewOrderJson;
import org.bailiwick.web.json.OrderJson;
import org.bailiwick.web.jws.Base64Url;

/** newOrder, order and finalize (RFC 8555 §7.4). */
@ApplicationScoped
@Path("{authority}/{provisioner}")
@Produces(MediaType.APPLICATION_JSON)
public class OrderResource {

    /** How long an answer may wait for the signature, or for the other CA: it saves the client a poll or two. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Of "-----BEGIN". */
    private static final String BASE64URL_OF_PEM = "LS0tLS1CRUdJTi";

    @Inject
    AcmeRequests requests;

    @Inject
    OrderService orders;

    @Inject
    FinalizeService finalization;

    @Inject
    Clock clock;

    /** RFC 8555 §7.4. */
    @POST
    @Path("new-order")
    public Response newOrder(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        AccountRequest request = requests.verifiedByAccount(body, uri, headers);
        Order order = orders.create(request.account(), NewOrderJson.parse(request.payload()));
        return answer(order, request.directory(), Response.Status.CREATED);
    }

    /** An order, by POST-as-GET. */
    @POST
    @Path("order/{id}")
    public Response order(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        AccountRequest request = requests.verifiedByAccount(body, uri, headers).requirePostAsGet();
        return answer(find(request, id), request.directory(), Response.Status.OK);
    }

    /** finalize (RFC 8555 §7.4). */
    @POST
    @Path("order/{id}/finalize")
    public CompletionStage<Response> finalizeOrder(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        AccountRequest request = requests.verifiedByAccount(body, uri, headers);
        ResourceId order = ResourceId.parse(id).orElseThrow(NoSuchOrderException::new);
        return finalization
                .finalizeOrder(request.account(), order, csr(request.payload()), PATIENCE)
                .thenApply(ended -> answer(finalized(request, id), request.directory(), Response.Status.OK));
    }

    /** Whose account was deactivated meanwhile is told that (§7.3.6), and no more of the order. */
    private Order finalized(AccountRequest request, String id) {
        Order order = find(request, id);
        if (order.problem().filter(Account.DEACTIVATED::equals).isPresent()) {
            throw new TooLateException(Account.DEACTIVATED);
        }
        return order;
    }

    private Order find(AccountRequest request, String id) {
        return ResourceId.parse(id)
                .flatMap(order -> orders.find(request.accountId(), order))
                .orElseThrow(NoSuchOrderException::new);
    }

    private Response answer(Order order, Directory urls, Response.Status httpStatus) {
        OrderStatus status = order.statusAt(clock.instant());
        JsonObject json = OrderJson.of(
                order,
                new OrderJson.Urls(urls.finalizeOrder(order.id()), urls::authorization, urls::certificate),
                status);
        Response.ResponseBuilder answer =
                Response.status(httpStatus).location(urls.order(order.id())).entity(json.toString());
        if (status == OrderStatus.PROCESSING) {
            answer.header(HttpHeaders.RETRY_AFTER, 2);
        }
        return answer.build();
    }

    private static byte[] csr(JsonObject payload) {
        if (payload.get("csr") instanceof JsonString csr) {
            requireNotPem(csr.getString());
            return Base64Url.decode("The \"csr\"", csr.getString());
        }
        throw new AcmeException(ProblemType.MALFORMED.problem(
                "\"csr\" must be a string: the DER PKCS#10 request in base64url without padding (RFC 8555 §7.4)."));
    }

    /** The commonest mistake of who writes a client. */
    private static void requireNotPem(String csr) {
        boolean encoded = csr.startsWith(BASE64URL_OF_PEM);
        if (encoded || csr.startsWith("-----BEGIN")) {
            throw new AcmeException((encoded ? ProblemType.BAD_CSR : ProblemType.MALFORMED)
                    .problem("\"csr\" is in PEM; send its DER in base64url without padding (RFC 8555 §7.4)."));
        }
    }
}
