package org.bailiwick.web.acme;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.bailiwick.nonce.NonceService;

/** newNonce (RFC 8555 §7.2). */
@Path("{authority}/{provisioner}/new-nonce")
public class NewNonceResource {

    @Inject
    NonceService nonces;

    @HEAD
    public Response head() {
        return Response.ok().header(AcmeHeaders.REPLAY_NONCE, nonces.fresh()).build();
    }

    @GET
    public Response get() {
        return Response.noContent()
                .header(AcmeHeaders.REPLAY_NONCE, nonces.fresh())
                .build();
    }
}
