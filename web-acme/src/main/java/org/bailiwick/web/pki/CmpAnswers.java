package org.bailiwick.web.pki;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Locale;
import org.bailiwick.cmp.CmpException;
import org.bailiwick.cmp.CmpMessage;
import org.bailiwick.ra.exchange.CmpService;

/**
 * CMP over HTTP (RFC 9811): whatever CMP has an answer for is answered with status 200, also an error; what no CMP client
 * sends, with a sentence for people.
 */
@ApplicationScoped
public class CmpAnswers {

    private static final String CMP = "application/pkixcmp";

    @Inject
    CmpService service;

    /** Answers a request to the URL of a registration authority. */
    Response to(String authority, String registrationAuthority, HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(CMP)) {
            return refusal(415, "The Content-Type of a POST must be %s (RFC 9811).".formatted(CMP));
        }
        byte[] message = request.getInputStream().readNBytes(CmpMessage.MAXIMUM_REQUEST + 1);
        if (message.length > CmpMessage.MAXIMUM_REQUEST) {
            return refusal(413, "The message has more than %d octets.".formatted(CmpMessage.MAXIMUM_REQUEST));
        }
        try {
            return service.answer(authority, registrationAuthority, message, request.getRemoteAddr())
                    .map(answer -> Response.ok(answer, CMP)
                            .header(HttpHeaders.CACHE_CONTROL, "no-store")
                            .build())
                    .orElseGet(() -> refusal(
                            404, "There is no such registration authority; its CA's administrators know its URL."));
        } catch (CmpException noMessage) {
            return refusal(400, noMessage.sentence());
        }
    }

    private static Response refusal(int status, String sentence) {
        return Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(sentence + "\n")
                .build();
    }
}
