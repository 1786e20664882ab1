package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.bailiwick.config.Settings;
import org.bailiwick.nonce.NonceService;

/**
 * newNonce (RFC 8555 §7.2). A nonce is good at every directory, so that there is one below this path is not asked: who
 * takes nonces by the thousand costs no statement.
 */
@ApplicationScoped
@Path("{authority}/{provisioner}/new-nonce")
public class NewNonceResource {

    @Inject
    NonceService nonces;

    @Inject
    Settings settings;

    @HEAD
    public Response head(@Context UriInfo uri) {
        Directory.of(uri, settings.url());
        return Response.ok().header(AcmeHeaders.REPLAY_NONCE, nonces.fresh()).build();
    }

    @GET
    public Response get(@Context UriInfo uri) {
        Directory.of(uri, settings.url());
        return Response.noContent()
                .header(AcmeHeaders.REPLAY_NONCE, nonces.fresh())
                .build();
    }
}
