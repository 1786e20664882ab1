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
import java.util.Optional;
import org.bailiwick.admin.AdministratorToken;
import org.bailiwick.admin.BearerToken;
import org.bailiwick.admin.ClientCertificate;
import org.bailiwick.admin.Grant;
import org.bailiwick.admin.TokenAdministration;
import org.bailiwick.admin.web.Ids;

/** Bearer tokens, and the client certificates that are as good as one. */
@Path("tokens")
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {

    @Inject
    TokenAdministration tokens;

    /** All there are and were, the newest first, without their secrets. */
    @GET
    public Response list(@BeanParam Paging paging) {
        return Answers.ok(Json.page(tokens.list(paging.request()), TokenJson::of));
    }

    /** A new one. Its secret is in this answer and nowhere else; if a certificate is registered there is none. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] body) {
        Members members = TokenJson.members(body);
        Grant grant = TokenJson.grant(members);
        Optional<ClientCertificate> certificate = TokenJson.certificate(members);
        if (certificate.isPresent()) {
            AdministratorToken token = tokens.create(grant, certificate.get());
            return Answers.created("tokens", token.id(), TokenJson.of(token));
        }
        BearerToken secret = BearerToken.random();
        AdministratorToken token = tokens.create(grant, secret);
        JsonObject json = TokenJson.builder(token).add("token", secret.reveal()).build();
        return Answers.created("tokens", token.id(), json);
    }

    /** One of them. */
    @GET
    @Path("{id}")
    public Response find(@PathParam("id") String id) {
        return Answers.ok(TokenJson.of(tokens.find(Ids.uuid("token", id))));
    }

    /** Ends one, at once and for good. */
    @POST
    @Path("{id}/revoke")
    public Response revoke(@PathParam("id") String id) {
        return Answers.ok(TokenJson.of(tokens.revoke(Ids.uuid("token", id))));
    }
}
