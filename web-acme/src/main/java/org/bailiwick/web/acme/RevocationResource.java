package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.bailiwick.revocation.RevocationService;
import org.bailiwick.web.json.RevocationJson;

/** revokeCert (RFC 8555 §7.6), signed by an account or by the certificate's key. */
@ApplicationScoped
@Path("{authority}/{provisioner}/revoke-cert")
public class RevocationResource {

    @Inject
    AcmeRequests requests;

    @Inject
    RevocationService revocation;

    @POST
    public Response revokeCert(InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        SignedRequest request = requests.verifiedByAccountOrKey(body, uri, headers);
        RevocationJson wanted = RevocationJson.parse(request.payload());
        revocation.revoke(
                request.provisioner().authority().id(), wanted.certificate(), request.revoker(), wanted.reason());
        return Response.ok().build();
    }
}
