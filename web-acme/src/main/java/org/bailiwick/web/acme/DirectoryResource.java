package org.bailiwick.web.acme;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.bailiwick.config.Settings;
import org.bailiwick.provisioner.ProvisionerService;
import org.bailiwick.web.json.DirectoryJson;
import org.bailiwick.web.problem.HttpProblemException;

/** directory (RFC 8555 §7.1.1). */
@Path("{authority}/{provisioner}/directory")
public class DirectoryResource {

    @Inject
    ProvisionerService provisioners;

    @Inject
    Settings settings;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String directory(@PathParam("authority") String authority, @PathParam("provisioner") String provisioner) {
        return provisioners
                .at(authority, provisioner)
                .map(found -> Directory.of(found, settings.url()))
                .map(urls -> DirectoryJson.of(urls.newNonce(), urls.newAccount(), urls.newOrder(), settings.url())
                        .toString())
                .orElseThrow(() -> HttpProblemException.notFound("There is no ACME directory here."));
    }
}
