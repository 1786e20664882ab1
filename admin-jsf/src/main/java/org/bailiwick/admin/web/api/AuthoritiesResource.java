package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
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
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.policy.PolicyLevel;

/** Authorities with their issuers. */
@Path("authorities")
@Produces(MediaType.APPLICATION_JSON)
public class AuthoritiesResource {

    @Inject
    Policies policies;

    @Inject
    AuthorityAdministration authorities;

    /** The newest first. */
    @GET
    public Response list(@BeanParam Paging paging) {
        return Answers.ok(Json.page(authorities.list(paging.request()), AuthoritiesResource::json));
    }

    /** A new one, of a key that is in the token. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Members members = Members.of(body, "team", "name", "key", "chain");
        OperatedAuthority made = authorities.create(
                members.id("team"), members.text("name"), members.text("key"), members.text("chain"));
        return Answers.created("authorities", made.authority().id(), json(made));
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(json(authorities.find(Ids.uuid("authority", id))));
    }

    /** Its policy, with its ETag. */
    @GET
    @Path("{id}/policy")
    public Response policy(@PathParam("id") String id) {
        return policies.read(PolicyLevel.AUTHORITY, Ids.uuid("authority", id));
    }

    /** Another policy in place of that. */
    @PUT
    @Path("{id}/policy")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response govern(@PathParam("id") String id, byte[] body, @Context HttpHeaders headers) {
        return policies.replace(PolicyLevel.AUTHORITY, Ids.uuid("authority", id), body, headers);
    }

    /** Which valid certificates a policy would stop from renewing, if it were its policy; those that end first. */
    @POST
    @Path("{id}/policy/impact")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response impact(@PathParam("id") String id, @BeanParam Paging paging, byte[] body) {
        return policies.impact(PolicyLevel.AUTHORITY, Ids.uuid("authority", id), body, paging);
    }

    private static JsonObject json(OperatedAuthority operated) {
        Authority authority = operated.authority();
        JsonArrayBuilder issuers = Json.array();
        operated.issuers().forEach(issuer -> issuers.add(json(issuer)));
        return Json.object()
                .add("id", authority.id().toString())
                .add("name", authority.name())
                .add("team", authority.team().toString())
                .add("created", Json.time(authority.createdAt()))
                .add("issuers", issuers)
                .build();
    }

    private static JsonObject json(Issuer issuer) {
        CertificateChain chain = CertificateChain.parse(issuer.chain());
        return Json.object()
                .add("id", issuer.id().toString())
                .add("active", issuer.active())
                .add("created", Json.time(issuer.createdAt()))
                .add("subject", chain.first().getSubjectX500Principal().getName())
                .add("expires", Json.time(chain.first().getNotAfter().toInstant()))
                .add("rootSha256", chain.rootSha256())
                .add("chain", chain.pem())
                .build();
    }
}
