package org.bailiwick.web.pki;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bailiwick.revocation.PublishedRevocationLists;
import org.bailiwick.revocation.RevocationList;

/** An issuer's newest CRL, DER (RFC 5280 §4.2.1.13, RFC 2585 §4.2). */
@ApplicationScoped
@Path("{file}")
public class RevocationListResource {

    private static final Logger LOG = System.getLogger(RevocationListResource.class.getName());

    private static final String DER = "application/pkix-crl";

    /** A revocation is to be seen soon; asking again costs 304 only. */
    private static final Duration LONGEST_AGE = Duration.ofMinutes(5);

    @Inject
    PublishedRevocationLists lists;

    @Inject
    Clock clock;

    @GET
    public Response get(@PathParam("file") String file, @Context HttpHeaders headers) {
        return answer(file, headers, true);
    }

    /** The same without reading it. */
    @HEAD
    public Response head(@PathParam("file") String file, @Context HttpHeaders headers) {
        return answer(file, headers, false);
    }

    private Response answer(String file, HttpHeaders headers, boolean withBody) {
        return PublicFile.parse(file)
                .filter(name -> name.extension().equals("crl"))
                .flatMap(name -> lists.find(name.key()))
                .map(list -> answer(list, headers, withBody))
                .orElseGet(() -> PublicFile.notFound("There is no such CRL."));
    }

    private Response answer(RevocationList list, HttpHeaders headers, boolean withBody) {
        Instant now = clock.instant();
        Response.ResponseBuilder answer =
                PublicFile.answer(Preconditions.of(headers), list.sha256(), list.publishedAt(), now, age(list, now));
        Response bare = answer.build();
        if (bare.getStatus() != Response.Status.OK.getStatusCode()) {
            return bare;
        }
        answer = Response.fromResponse(bare).type(DER).header(HttpHeaders.CONTENT_LENGTH, list.octets());
        return withBody
                ? answer.entity((StreamingOutput) out -> write(list, out)).build()
                : answer.build();
    }

    /** Never beyond its nextUpdate. */
    private static Duration age(RevocationList list, Instant now) {
        Duration left = Duration.between(now, list.nextUpdate());
        return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST_AGE) < 0 ? left : LONGEST_AGE;
    }

    private void write(RevocationList list, OutputStream out) throws IOException {
        try {
            lists.write(list, out);
        } catch (IOException gone) {
            LOG.log(Level.DEBUG, "CRL {0} was not read to its end: {1}", list.number(), gone.getMessage());
            throw gone;
        }
    }
}
