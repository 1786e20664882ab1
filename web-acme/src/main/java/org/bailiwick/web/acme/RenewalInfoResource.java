package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.certificate.CertificateService;
import org.bailiwick.certificate.NoSuchCertificateException;
import org.bailiwick.certificate.RenewalInfo;
import org.bailiwick.config.Settings;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.provisioner.ProvisionerService;
import org.bailiwick.web.json.RenewalInfoJson;

/**
 * renewalInfo (RFC 9773 §4.1), read by anybody: what it tells follows from the certificate, and whether that is revoked is
 * no secret. Not to be cached, like all else here: one that was revoked is told so when its client asks.
 */
@ApplicationScoped
@Path("{authority}/{provisioner}/renewal-info/{id}")
public class RenewalInfoResource {

    @Inject
    ProvisionerService provisioners;

    @Inject
    CertificateService certificates;

    @Inject
    Settings settings;

    @Inject
    Clock clock;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Response renewalInfo(@PathParam("id") String id, @Context UriInfo uri) {
        Directory directory = Directory.of(uri, settings.url());
        Provisioner provisioner =
                provisioners.at(directory.authority(), directory.provisioner()).orElseThrow(Directory::noneHere);
        RenewalInfo info = certificates
                .named(provisioner.authority().id(), CertificateId.parse(id))
                .map(certificate -> certificate.renewalInfo(clock.instant()))
                .orElseThrow(() -> new NoSuchCertificateException("This authority has not issued such a certificate."));
        return Response.ok(RenewalInfoJson.of(info).toString())
                .header(HttpHeaders.RETRY_AFTER, info.retryAfter().toSeconds())
                .build();
    }
}
