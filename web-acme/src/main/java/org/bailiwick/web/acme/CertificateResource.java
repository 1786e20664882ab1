package org.bailiwick.web.acme;

import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.core.Variant;
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
@Path("{authority}/{provisioner}/certificate/{id}")
@Produces({CertificateResource.PEM, CertificateResource.DER})
public class CertificateResource {

    static final String PEM = "application/pem-certificate-chain";
    static final String DER = "application/pkix-cert";

    private static final MediaType CHAIN = MediaType.valueOf(PEM);
    private static final List<Variant> VARIANTS =
            Variant.mediaTypes(CHAIN, MediaType.valueOf(DER)).build();

    @Inject
    AcmeRequests requests;

    @Inject
    CertificateService certificates;

    @POST
    public Response certificate(
            @PathParam("id") String id,
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context Request wish) {
        return answer(requests.verifiedByAccount(body, uri, headers), id, 0, wish);
    }

    /** An alternative chain, by its number from 1 on. */
    @POST
    @Path("{chain: [1-9][0-9]{0,3}}")
    public Response alternative(
            @PathParam("id") String id,
            @PathParam("chain") int chain,
            InputStream body,
            @Context UriInfo uri,
            @Context HttpHeaders headers,
            @Context Request wish) {
        return answer(requests.verifiedByAccount(body, uri, headers), id, chain, wish);
    }

    private Response answer(AccountRequest request, String id, int chain, Request wish) {
        request.requirePostAsGet();
        Certificate certificate = ResourceId.parse(id)
                .flatMap(found -> certificates.find(request.accountId(), found))
                .orElseThrow(CertificateResource::none);
        List<String> chains = certificates.chains(certificate);
        if (chain >= chains.size()) {
            throw none();
        }
        // JAX-RS has refused already who wants neither
        MediaType type = wish.selectVariant(VARIANTS).getMediaType();
        Response.ResponseBuilder answer = type.equals(CHAIN)
                ? Response.ok(chains.get(chain), type)
                : Response.ok(certificate.der().orElseThrow(), type);
        for (int other = 0; other < chains.size(); other++) {
            if (other != chain) {
                URI url = request.directory().certificate(certificate.id(), other);
                answer.header(HttpHeaders.LINK, "<" + url + ">;rel=\"alternate\"");
            }
        }
        return answer.build();
    }

    private static NoSuchCertificateException none() {
        return new NoSuchCertificateException("There is no such certificate for this account.");
    }
}
