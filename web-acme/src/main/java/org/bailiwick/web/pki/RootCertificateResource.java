package org.bailiwick.web.pki;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.bailiwick.authority.AuthorityService;
import org.bailiwick.web.problem.HttpProblemException;

/** The root that an authority's certificates lead to, for clients' trust stores. */
@Path("{authority}/root.pem")
public class RootCertificateResource {

    @Inject
    AuthorityService authorities;

    @GET
    @Produces("application/x-pem-file")
    public Response root(@PathParam("authority") String authority) {
        return authorities.overview().stream()
                .filter(each -> each.name().equals(authority))
                .findFirst()
                .map(found -> Response.ok(found.rootPem())
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"%s-root.pem\"".formatted(authority))
                        .build())
                .orElseThrow(() -> HttpProblemException.notFound("There is no such authority."));
    }
}
