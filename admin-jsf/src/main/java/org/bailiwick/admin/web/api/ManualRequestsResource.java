package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.bailiwick.acme.Problem;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.issuance.ManualRequestAdministration;
import org.bailiwick.issuance.ManualRequestAdministration.Answered;
import org.bailiwick.manual.ManualRequest;
import org.bailiwick.manual.ManualRequestStatus;
import org.jspecify.annotations.Nullable;

/** Manual requests: certification requests that administrators submit. */
@Path("manual-requests")
@Produces(MediaType.APPLICATION_JSON)
public class ManualRequestsResource {

    private static final String COLLECTION = "manual-requests";

    @Inject
    ManualRequestAdministration requests;

    /** The newest first. */
    @GET
    public Response search(
            @QueryParam("provisioner") @Nullable String provisioner,
            @QueryParam("administrator") @Nullable String administrator,
            @BeanParam Paging paging) {
        return Answers.ok(Json.page(
                requests.list(
                        Filters.id("provisioner", provisioner),
                        Filters.id("administrator", administrator),
                        paging.request()),
                request -> json(request).build()));
    }

    /** A new one, with its certificate if the token made that at once. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Members members = Members.of(body, "provisioner", "csr", "profile", "notBefore", "notAfter");
        Answered made = requests.request(
                members.id("provisioner"),
                members.text("csr"),
                members.optionalText("profile"),
                new RequestedValidity(members.optionalTime("notBefore"), members.optionalTime("notAfter")));
        ManualRequest request = made.request();
        return switch (request.status()) {
            case VALID -> Answers.created(COLLECTION, request.id(), json(made).build());
            case PROCESSING ->
                Answers.accepted(COLLECTION, request.id(), json(made).build());
            case INVALID ->
                ProblemResponse.of(
                        503,
                        "%s This one is %s."
                                .formatted(
                                        request.problem().map(Problem::detail).orElse(""), request.id()));
        };
    }

    /** One of them, with its certificate. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(requests.find(Ids.uuid("manual request", id))).build());
    }

    private static JsonObjectBuilder json(Answered answered) {
        JsonObjectBuilder json = json(answered.request());
        answered.certificate().ifPresent(certificate -> json.add("serial", certificate.serial())
                .add("notBefore", Json.time(certificate.notBefore()))
                .add("notAfter", Json.time(certificate.notAfter())));
        answered.chain().ifPresent(chain -> json.add("chain", chain));
        return json;
    }

    private static JsonObjectBuilder json(ManualRequest request) {
        JsonArrayBuilder names = Json.array();
        request.names().forEach(names::add);
        JsonObjectBuilder json = Json.object()
                .add("id", request.id().toString())
                .add("provisioner", request.provisioner().toString())
                .add("administrator", request.administrator().toString())
                .add("profile", request.profile())
                .add("names", names)
                .add("keySha256", request.key().value())
                .add("status", word(request.status()))
                .add("created", Json.time(request.createdAt()));
        request.certificate().ifPresent(certificate -> json.add("certificate", certificate.toString()));
        request.problem().ifPresent(problem -> json.add("problem", problem.detail()));
        return json;
    }

    private static String word(ManualRequestStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
