package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
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
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityAdministration;
import org.bailiwick.authority.Issuer;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.ca.CertificateChain;

/** Authorities with their issuers. */
@Path("authorities")
@Produces(MediaType.APPLICATION_JSON)
public class AuthoritiesResource {

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
