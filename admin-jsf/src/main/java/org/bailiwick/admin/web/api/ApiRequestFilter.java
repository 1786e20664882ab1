package org.bailiwick.admin.web.api;

import jakarta.ejb.EJBException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Before everything else: only who showed a valid token or certificate goes on, and nobody else learns which resources there
 * are; while the database is away nobody can tell, and that is answered; and a body is read as a whole, up to a limit, so
 * that what comes after does not wait for the network.
 */
@Provider
@PreMatching
public class ApiRequestFilter implements ContainerRequestFilter {

    private static final Logger LOG = System.getLogger(ApiRequestFilter.class.getName());

    /** The longest body that is taken, in octets: a table of ten thousand lines. */
    static final int MAXIMUM_BODY = 1024 * 1024;

    private static final String CHALLENGE = "Bearer realm=\"bailiwick\"";

    @Context
    HttpServletRequest connection;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        if (request.getSecurityContext().getUserPrincipal() == null) {
            emptyBuffers(request.getEntityStream());
            request.abortWith(
                    connection.getAttribute(CredentialMechanism.NOT_READ) instanceof EJBException away
                            ? ProblemResponse.databaseAway(away)
                            : refused(request.getHeaderString(HttpHeaders.AUTHORIZATION) != null));
            return;
        }
        InputStream body = request.getEntityStream();
        try {
            byte[] read = request.getLength() > MAXIMUM_BODY ? new byte[0] : body.readNBytes(MAXIMUM_BODY + 1);
            if (read.length > MAXIMUM_BODY || request.getLength() > MAXIMUM_BODY) {
                // who is still sending does not read the answer; the server itself ends what is far too long
                body.transferTo(OutputStream.nullOutputStream());
                request.abortWith(tooLarge());
            } else {
                request.setEntityStream(new ByteArrayInputStream(read));
            }
        } catch (IOException brokenOff) {
            LOG.log(Level.DEBUG, "a body that ends too early, or does not end", brokenOff);
            request.abortWith(
                    request.getLength() > MAXIMUM_BODY
                            ? tooLarge()
                            : ProblemResponse.of(400, "The request's body could not be read to its end."));
        }
    }

    private static Response tooLarge() {
        return ProblemResponse.of(413, "The request's body has more than %d octets.".formatted(MAXIMUM_BODY));
    }

    /** RFC 6750 §3: without a token the challenge says how to show one, with a bad one that it is bad. */
    static Response refused(boolean shown) {
        String sentence = shown
                ? "The token in the Authorization header is unknown, expired or revoked, or it is none; the header is \"Authorization: Bearer bwk_…\"."
                : "This needs an administrator's token, in the header \"Authorization: Bearer bwk_…\"; or, at the port for that, a client certificate that is registered and not revoked, and the header \"%s\"."
                        .formatted(CredentialMechanism.INTENT);
        return Response.fromResponse(ProblemResponse.of(401, sentence))
                .header(HttpHeaders.WWW_AUTHENTICATE, shown ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE)
                .build();
    }

    /** Undertow fails at the end of an answer on a body that fills its buffers. Nobody is waited for. */
    private static void emptyBuffers(InputStream body) throws IOException {
        int left = MAXIMUM_BODY;
        for (int ready = body.available(); ready > 0 && left > 0; ready = body.available()) {
            left -= body.readNBytes(Math.min(ready, left)).length;
        }
    }
}
