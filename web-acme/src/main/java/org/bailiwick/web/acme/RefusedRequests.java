package org.bailiwick.web.acme;

import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.RefusalEvent.RequestRefused;
import org.bailiwick.audit.Refusals;
import org.bailiwick.policy.Explanation;
import org.bailiwick.policy.document.ExplanationDocument;
import org.bailiwick.web.jws.FlattenedJws;
import org.bailiwick.web.problem.AcmeExceptionMapper;
import org.bailiwick.web.problem.NotIssuableMapper;
import org.jspecify.annotations.Nullable;

/**
 * Tells the audit log of every POST that is refused, whoever refused it. Not of a nonce that is not good (any more):
 * every client meets that now and then, and sends the request again.
 */
@Provider
public class RefusedRequests implements ContainerRequestFilter, ContainerResponseFilter {

    private static final String BODY = RefusedRequests.class.getName();
    private static final JsonProvider JSON = JsonProvider.provider();

    @Inject
    Refusals refusals;

    @Context
    HttpServletRequest connection;

    @Override
    public void filter(ContainerRequestContext request) {
        if (request.getMethod().equals(HttpMethod.POST)) {
            Remembered body = new Remembered(request.getEntityStream());
            request.setEntityStream(body);
            request.setProperty(BODY, body);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BODY) instanceof Remembered body
                && isRefused(response)
                && response.getEntity() instanceof String problem) {
            tell(request, body, JSON.createReader(new StringReader(problem)).readObject());
        }
    }

    private boolean isRefused(ContainerResponseContext response) {
        return response.getStatusInfo().getFamily() == Response.Status.Family.CLIENT_ERROR
                || connection.getAttribute(NotIssuableMapper.REFUSED) != null;
    }

    private void tell(ContainerRequestContext request, Remembered body, JsonObject problem) {
        String type = problem.getString("type");
        if (type.equals(ProblemType.BAD_NONCE.urn())) {
            return;
        }
        String client = connection.getRemoteAddr();
        Optional<String> signer = AccountSignature.of(connection);
        RequestRefused refused = new RequestRefused(
                "POST " + Problem.printable(request.getUriInfo().getRequestUri().getRawPath()),
                client,
                signer.or(body::account).orElse(null),
                signer.isPresent(),
                ProblemType.ofUrn(type).rfcName(),
                problem.getString("detail"),
                problem.getJsonArray("subproblems"),
                decidedBy());
        // whom the "kid" names without a signature is the client's own choice, and would be another one each time
        refusals.record(signer, client, refused);
    }

    private @Nullable JsonObject decidedBy() {
        return connection.getAttribute(AcmeExceptionMapper.EXPLANATION) instanceof Explanation explanation
                ? ExplanationDocument.refused(explanation)
                : null;
    }

    /** What was read of a body, so that it can be asked afterwards whose it was. */
    private static final class Remembered extends FilterInputStream {

        private final ByteArrayOutputStream read = new ByteArrayOutputStream();

        Remembered(InputStream body) {
            super(body);
        }

        @Override
        public int read() throws IOException {
            int octet = super.read();
            if (octet >= 0) {
                read.write(octet);
            }
            return octet;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count > 0) {
                read.write(buffer, offset, count);
            }
            return count;
        }

        /** The account that the {@code kid} names, if it names one. */
        Optional<String> account() {
            try {
                return Optional.ofNullable(
                                FlattenedJws.parse(read.toByteArray()).header().kid())
                        .map(kid -> kid.substring(kid.lastIndexOf('/') + 1))
                        .flatMap(ResourceId::parse)
                        .map(ResourceId::toString);
            } catch (AcmeException noJws) {
                return Optional.empty();
            }
        }
    }
}
