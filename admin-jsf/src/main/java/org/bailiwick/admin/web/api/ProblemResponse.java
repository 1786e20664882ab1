package org.bailiwick.admin.web.api;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * A problem document as an HTTP answer (RFC 9457). Its type is {@code about:blank} (§4.2.1): the status says what kind of
 * problem it is, the sentence says the rest.
 */
final class ProblemResponse {

    /** RFC 9457 §3. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonProvider JSON = JsonProvider.provider();

    private ProblemResponse() {}

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
