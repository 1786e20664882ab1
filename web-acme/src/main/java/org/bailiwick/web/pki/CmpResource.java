package org.bailiwick.web.pki;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;

/** Where the messages of a registration authority go (RFC 9811 §3). */
@Path("{authority}/{registrationAuthority}")
public class CmpResource {

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
