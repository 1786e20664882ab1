package org.bailiwick.web.pki;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.ca.OcspRequest;
import org.bailiwick.hash.Sha256;
import org.bailiwick.monitoring.RequestFilter;
import org.bailiwick.ocsp.OcspAnswer;
import org.bailiwick.ocsp.OcspService;

/**
 * OCSP over HTTP (RFC 6960 Appendix A, RFC 5019 §5 and §6), by GET and by POST. Whatever OCSP has an error for is answered
 * with status 200; what no OCSP client sends, with a sentence for people. A servlet and no JAX-RS resource: the base64 in a URL
 * has slashes, of which JAX-RS makes segments.
 */
@WebServlet(urlPatterns = "/ocsp/*", asyncSupported = true)
public class OcspServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = System.getLogger(OcspServlet.class.getName());

    private static final String REQUEST = "application/ocsp-request";
    private static final String RESPONSE = "application/ocsp-response";
    private static final Pattern PATH = Pattern.compile("/ocsp/(?<issuer>[0-9a-f]{64})(?:/+(?<request>.*))?");

    /** In characters. RFC 6960 Appendix A.1 sends what has more than 255 octets by POST; some clients have not read that. */
    private static final int LONGEST_IN_URL = 2048;

    /** How long a cache may give an answer on unasked: less than the answer itself permits, so that a revocation gets through. */
    private static final Duration IN_CACHES = Duration.ofMinutes(1);

    @Inject
    transient OcspService ocsp;

    @Inject
    transient Clock clock;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestFilter.RESOURCE, "OcspServlet.answer");
        Matcher path = PATH.matcher(request.getRequestURI());
        if (!path.matches()) {
            refuse(response, 404, "There is no such OCSP responder; its URL is in the certificate.");
            return;
        }
        KeyFingerprint issuer = new KeyFingerprint(path.group("issuer"));
        String inUrl = path.group("request") == null ? "" : path.group("request");
        switch (request.getMethod()) {
            case "GET", "HEAD" -> get(request, response, issuer, inUrl);
            case "POST" -> post(request, response, issuer, inUrl);
            default -> {
                response.setHeader(HttpHeaders.ALLOW, "GET, HEAD, POST");
                refuse(response, 405, "OCSP is asked by GET or POST (RFC 6960 Appendix A.1).");
            }
        }
    }

    private void get(HttpServletRequest request, HttpServletResponse response, KeyFingerprint issuer, String inUrl)
            throws IOException {
        if (inUrl.isEmpty()) {
            refuse(
                    response,
                    400,
                    "This is an OCSP responder. A GET has the request behind this URL, DER in base64 (RFC 6960 Appendix A.1).");
        } else if (inUrl.length() > LONGEST_IN_URL) {
            refuse(response, 414, "A request as long as this one is sent by POST (RFC 6960 Appendix A.1).");
        } else {
            answer(request, response, ocsp.answer(issuer, UrlBase64.decode(inUrl)));
        }
    }

    private void post(HttpServletRequest request, HttpServletResponse response, KeyFingerprint issuer, String inUrl)
            throws IOException {
        String type = request.getContentType();
        if (!inUrl.isEmpty()) {
            refuse(response, 404, "A POST has the request in its body; there is nothing behind the responder's URL.");
        } else if (type == null
                || !type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(REQUEST)) {
            refuse(response, 415, "The Content-Type of a POST must be %s.".formatted(REQUEST));
        } else {
            byte[] body = request.getInputStream().readNBytes(OcspRequest.MAXIMUM_SIZE + 1);
            if (body.length > OcspRequest.MAXIMUM_SIZE) {
                refuse(response, 413, "The request has more than %d octets.".formatted(OcspRequest.MAXIMUM_SIZE));
            } else {
                answer(request, response, ocsp.answer(issuer, body));
            }
        }
    }

    /** What is not signed yet is awaited without a thread. */
    private void answer(HttpServletRequest request, HttpServletResponse response, CompletableFuture<OcspAnswer> answer)
            throws IOException {
        if (answer.isDone()) {
            write(request, response, answer.join());
            return;
        }
        AsyncContext waiting = request.startAsync();
        CompletableFuture<OcspAnswer> unused = answer.whenComplete((signed, stopping) -> {
            try {
                if (signed == null) {
                    refuse(response, 503, "The server is stopping; ask again.");
                } else {
                    write(request, response, signed);
                }
            } catch (IOException gone) {
                LOG.log(Level.DEBUG, "who asked has gone");
            } finally {
                waiting.complete();
            }
        });
    }

    private void write(HttpServletRequest request, HttpServletResponse response, OcspAnswer answer) throws IOException {
        byte[] der = answer.der();
        boolean read = !request.getMethod().equals("POST");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (read && answer.reuse().isPresent()) {
            OcspAnswer.Reuse reuse = answer.reuse().get();
            String tag = '"' + Sha256.hexadecimal(der) + '"';
            permitCaching(response, reuse, tag);
            if (isKnown(request, reuse, tag)) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
        }
        response.setContentType(RESPONSE);
        response.setContentLength(der.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(der);
        }
    }

    /** RFC 5019 §6.2. */
    private void permitCaching(HttpServletResponse response, OcspAnswer.Reuse reuse, String tag) {
        Instant now = clock.instant();
        long left = Duration.between(now, reuse.until()).toSeconds();
        long seconds = Math.max(0, Math.min(left, IN_CACHES.toSeconds()));
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, "max-age=%d, public, no-transform, must-revalidate".formatted(seconds));
        response.setHeader(HttpHeaders.ETAG, tag);
        response.setDateHeader(HttpHeaders.LAST_MODIFIED, reuse.from().toEpochMilli());
        response.setDateHeader(HttpHeaders.EXPIRES, reuse.until().toEpochMilli());
    }

    /** RFC 9110 §13.2.2: the tag counts, and the date only where there is none. */
    private static boolean isKnown(HttpServletRequest request, OcspAnswer.Reuse reuse, String tag) {
        String tags = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (tags != null) {
            return tags.contains(tag) || tags.strip().equals("*");
        }
        try {
            return request.getDateHeader(HttpHeaders.IF_MODIFIED_SINCE)
                    >= reuse.from().toEpochMilli();
        } catch (IllegalArgumentException noDate) {
            return false;
        }
    }

    private static void refuse(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType("text/plain");
        response.getOutputStream().write((sentence + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
