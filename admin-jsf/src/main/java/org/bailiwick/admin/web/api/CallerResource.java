package org.bailiwick.admin.web.api;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.bailiwick.admin.Caller;

/** Who the API takes the caller for. */
@Path("caller")
@Produces(MediaType.APPLICATION_JSON)
public class CallerResource {

    @Inject
    Caller caller;

    /** The token or the certificate that was shown, without a secret. */
    @GET
    public Response caller() {
        return Answers.ok(TokenJson.of(caller.token()));
    }
}
