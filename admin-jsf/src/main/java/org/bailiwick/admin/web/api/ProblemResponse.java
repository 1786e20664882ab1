package org.bailiwick.admin.web.api;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;

/**
 * A problem document as an HTTP answer (RFC 9457). Its type is {@code about:blank} (§4.2.1): the status says what kind of
 * problem it is, the sentence says the rest.
 */
final class ProblemResponse {

    /** RFC 9457 §3. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonProvider JSON = JsonProvider.provider();

    private static final Logger LOG = System.getLogger(ProblemResponse.class.getName());

    private ProblemResponse() {}

    /** 503, as the database does not do its work now; why is logged. */
    static Response databaseAway(Throwable why) {
        LOG.log(Level.WARNING, "Refused an administrator, as the database is away.", why);
        return Response.fromResponse(
                        of(503, "The database does not answer; the server's log says more. Try again in a minute."))
                .header(HttpHeaders.RETRY_AFTER, 60)
                .build();
    }

    static Response of(int status, String detail) {
        return of(status, detail, List.of());
    }

    /**
     * One with several things that are wrong.
     *
     * @param errors a sentence for each
     */
    static Response of(int status, String detail, List<String> errors) {
        JsonObjectBuilder document = JSON.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title(status))
                .add("status", status)
                .add("detail", detail);
        if (!errors.isEmpty()) {
            JsonArrayBuilder sentences = JSON.createArrayBuilder();
            errors.forEach(sentences::add);
            document.add("errors", sentences);
        }
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .entity(document.build().toString())
                .build();
    }

    private static String title(int status) {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Refused" : known.getReasonPhrase();
    }
}
