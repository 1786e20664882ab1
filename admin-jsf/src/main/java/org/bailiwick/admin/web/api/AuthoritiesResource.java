package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.authority.founding.FoundingAdministration;
import org.bailiwick.policy.PolicyLevel;

/** Authorities with their issuers. */
@Path("authorities")
@Produces(MediaType.APPLICATION_JSON)
public class AuthoritiesResource {

    /** PEM, as {@code openssl req} reads it; RFC 5967 has a name for the DER only. */
    static final String PEM_REQUEST = "application/x-pem-file";

    private static final String THING = "authority";

    @Inject
    Policies policies;

    @Inject
    AuthorityAdministration authorities;

    @Inject
    FoundingAdministration founding;

    @Inject
    IssuerJson issuers;

    /** The newest first. */
    @GET
    public Response list(@BeanParam Paging paging) {
        return Answers.ok(Json.page(authorities.list(paging.request()), this::json));
    }

    /** A new one: with a root of its own, one that waits for another CA's certificate, or of a key that is in the token. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        OperatedAuthority made = founding.create(NewAuthorityJson.parse(body));
        return Answers.created("authorities", made.authority().id(), json(made));
    }

    /** One of them, with its ETag. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return answer(authorities.find(Ids.uuid(THING, id)));
    }

    /** The PKCS#10 request that another CA is to answer, PEM. */
    @GET
    @Path("{id}/request")
    @Produces(PEM_REQUEST)
    public Response request(@PathParam("id") String id) {
        return Response.ok(founding.request(Ids.uuid(THING, id)).pem()).build();
    }

    /** The answer to it: the certificate and those above it. */
    @PUT
    @Path("{id}/chain")
    @Consumes(CertificatesResource.PEM_CHAIN)
    public Response answerRequest(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        long version = IfMatch.version(headers, THING);
        return answer(founding.answer(Ids.uuid(THING, id), version, new String(body, StandardCharsets.ISO_8859_1)));
    }

    /** Its policy, with its ETag. */
    @GET
    @Path("{id}/policy")
    public Response policy(@PathParam("id") String id) {
        return policies.read(PolicyLevel.AUTHORITY, Ids.uuid(THING, id));
    }

    /** Another policy in place of that. */
    @PUT
    @Path("{id}/policy")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response govern(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        return policies.replace(PolicyLevel.AUTHORITY, Ids.uuid(THING, id), body, headers);
    }

    /** Which valid certificates a policy would stop from renewing, if it were its policy; those that end first. */
    @POST
    @Path("{id}/policy/impact")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response impact(@PathParam("id") String id, @BeanParam Paging paging, byte[] body) {
        return policies.impact(PolicyLevel.AUTHORITY, Ids.uuid(THING, id), body, paging);
    }

    private Response answer(OperatedAuthority operated) {
        return Answers.ok(json(operated), operated.authority().version());
    }

    private JsonObject json(OperatedAuthority operated) {
        Authority authority = operated.authority();
        JsonArrayBuilder all = Json.array();
        operated.issuers().forEach(issuer -> all.add(issuers.of(issuer)));
        JsonObjectBuilder json = Json.object()
                .add("id", authority.id().toString())
                .add("name", authority.name())
                .add("team", authority.team().toString())
                .add("created", Json.time(authority.createdAt()))
                .add("status", operated.state().word())
                .add("issuers", all);
        operated.request().ifPresent(request -> json.add("request", IssuerJson.ofRequest(request)));
        return json.build();
    }
}
