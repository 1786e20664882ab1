package org.bailiwick.web.acme;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.issuance.CertificateService;
import org.bailiwick.web.problem.HttpProblemException;

/** certificate (RFC 8555 §7.4.2), by POST-as-GET. */
@Path("{authority}/{provisioner}/certificate/{id}")
public class CertificateResource {

    @Inject
    AcmeRequests requests;

    @Inject
    CertificateService certificates;

    /** The certificate and those above it but the root (RFC 8555 §9.1). */
    @POST
    @Produces("application/pem-certificate-chain")
    public String certificate(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        AccountRequest request = requests.verifiedByAccount(body, uri, headers).requirePostAsGet();
        return ResourceId.parse(id)
                .flatMap(certificate -> certificates.chain(request.accountId(), certificate))
                .orElseThrow(() -> HttpProblemException.notFound("There is no such certificate for this account."));
    }
}
