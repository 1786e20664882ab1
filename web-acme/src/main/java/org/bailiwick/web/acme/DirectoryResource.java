package org.bailiwick.web.acme;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.bailiwick.config.Settings;
import org.bailiwick.provisioner.ProvisionerService;
import org.bailiwick.web.json.DirectoryJson;

/** directory (RFC 8555 §7.1.1). */
@ApplicationScoped
@Path("{authority}/{provisioner}/directory")
public class DirectoryResource {

    @Inject
    ProvisionerService provisioners;

    @Inject
    Settings settings;

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public String directory(@Context UriInfo uri) {
        Directory asked = Directory.of(uri, settings.url());
        return provisioners
                .at(asked.authority(), asked.provisioner())
                .map(found -> DirectoryJson.of(
                                Directory.of(found, settings.url()).resources(),
                                settings.url(),
                                provisioners.settingsOf(found))
                        .toString())
                .orElseThrow(Directory::noneHere);
    }
}
