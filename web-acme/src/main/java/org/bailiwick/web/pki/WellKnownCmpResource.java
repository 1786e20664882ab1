package org.bailiwick.web.pki;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/**
 * The same as {@link CmpResource}: the label is the name of the authority, a dot, and that of the registration authority. An
 * operation may follow (RFC 9811 §3.4); what is asked for says the message alone.
 */
@Path("p/{authority:[^./]+}.{registrationAuthority:[^./]+}{operation:(?:/[a-z]+)?}")
public class WellKnownCmpResource {

    @Inject
    CmpAnswers answers;

    @POST
    public Response answer(
            @PathParam("authority") String authority,
            @PathParam("registrationAuthority") String registrationAuthority,
            @Context HttpServletRequest request)
            throws IOException {
        return answers.to(authority, registrationAuthority, request);
    }
}
