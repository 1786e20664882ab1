package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
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
import java.net.URI;
import java.util.List;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateService;
import org.bailiwick.certificate.NoSuchCertificateException;

/**
 * certificate (RFC 8555 §7.4.2), by POST-as-GET: with those above it but the root (§9.1), or alone. The issuer's own chain
 * is at the certificate's URL, its alternatives are below.
 */
@ApplicationScoped
@Path("{authority}/{provisioner}/certificate/{id}")
@Produces({CertificateResource.PEM, CertificateResource.DER})
public class CertificateResource {

    static final String PEM = "application/pem-certificate-chain";
    static final String DER = "application/pkix-cert";

    private static final MediaType CHAIN = MediaType.valueOf(PEM);
    private static final MediaType ALONE = MediaType.valueOf(DER);

    @Inject
    AcmeRequests requests;

    @Inject
    CertificateService certificates;

    @POST
    public Response certificate(
            @PathParam("id") String id, InputStream body, @Context UriInfo uri, @Context HttpHeaders headers) {
        return answer(requests.verifiedByAccount(body, uri, headers), id, 0, headers);
    }

    /** An alternative chain, by its number from 1 on. */
    @POST
    @Path("{chain: [1-9][0-9]{0,3}}")
    public Response alternative(
            @PathParam("id") String id,
            @PathParam("chain") int chain,
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return answer(requests.verifiedByAccount(body, uri, headers), id, chain, headers);
    }

    private Response answer(AccountRequest request, String id, int chain, HttpHeaders headers) {
        request.requirePostAsGet();
        Certificate certificate = ResourceId.parse(id)
                .flatMap(found -> certificates.find(request.accountId(), found))
                .orElseThrow(CertificateResource::none);
        List<String> chains = certificates.chains(certificate);
        if (chain >= chains.size()) {
            throw none();
        }
        Response.ResponseBuilder answer = prefersTheChain(headers)
                ? Response.ok(chains.get(chain), CHAIN)
                : Response.ok(certificate.der().orElseThrow(), ALONE);
        for (int other = 0; other < chains.size(); other++) {
            if (other != chain) {
                URI url = request.directory().certificate(certificate.id(), other);
                answer.header(HttpHeaders.LINK, "<" + url + ">;rel=\"alternate\"");
            }
        }
        return answer.build();
    }

    /** RFC 9110 §12.5.1; what is accepted comes with what is preferred first, and who wants neither was refused before. */
    private static boolean prefersTheChain(HttpHeaders headers) {
        for (MediaType accepted : headers.getAcceptableMediaTypes()) {
            if (accepted.isCompatible(CHAIN)) {
                return true;
            }
            if (accepted.isCompatible(ALONE)) {
                return false;
            }
        }
        return true;
    }

    private static NoSuchCertificateException none() {
        return new NoSuchCertificateException("There is no such certificate for this account.");
    }
}
