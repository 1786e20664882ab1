package org.bailiwick.web.pki;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Under which conditions a client wants a file (RFC 9110 §13). JAX-RS has the like, but fails on a date that is none, which
 * RFC 9110 §13.1.3 and §13.1.4 say to ignore, and takes a weak tag for another one, against §13.1.2.
 *
 * @param ifMatch the header of that name, several with commas between them; null if there is none, as in the others
 * @param ifUnmodifiedSince likewise
 * @param ifNoneMatch likewise
 * @param ifModifiedSince likewise
 */
record Preconditions(
        @Nullable String ifMatch,
        @Nullable String ifUnmodifiedSince,
        @Nullable String ifNoneMatch,
        @Nullable String ifModifiedSince) {

    private static final Pattern TAG = Pattern.compile("(?<weak>W/)?(?<opaque>\"[\\x21\\x23-\\x7e\\x80-\\xff]*+\")");

    /** What a request says. */
    static Preconditions of(HttpHeaders headers) {
        return of(headers::getHeaderString);
    }

    /** The same by what gives a header's value. */
    static Preconditions of(UnaryOperator<@Nullable String> headers) {
        return new Preconditions(
                headers.apply(HttpHeaders.IF_MATCH),
                headers.apply(HttpHeaders.IF_UNMODIFIED_SINCE),
                headers.apply(HttpHeaders.IF_NONE_MATCH),
                headers.apply(HttpHeaders.IF_MODIFIED_SINCE));
    }

    /**
     * What answers a GET or HEAD instead of the file, in the order of RFC 9110 §13.2.2: a tag counts more than a date.
     *
     * @param tag the file's own, strong, without quotes
     * @param changed when it last did, whole seconds
     * @param now the moment
     * @return 304 or 412; empty if it is to be sent
     */
    Optional<Status> judge(String tag, Instant changed, Instant now) {
        if (ifMatch != null) {
            if (!names(ifMatch, tag, false)) {
                return Optional.of(Status.PRECONDITION_FAILED);
            }
        } else if (HttpDate.parse(ifUnmodifiedSince, now)
                .filter(changed::isAfter)
                .isPresent()) {
            return Optional.of(Status.PRECONDITION_FAILED);
        }
        boolean known = ifNoneMatch == null
                ? HttpDate.parse(ifModifiedSince, now)
                        .filter(since -> !changed.isAfter(since))
                        .isPresent()
                : names(ifNoneMatch, tag, true);
        return known ? Optional.of(Status.NOT_MODIFIED) : Optional.empty();
    }

    /** RFC 9110 §8.8.3.2: of a weak comparison only the text counts; in a strong one a weak tag matches nothing. */
    private static boolean names(String header, String tag, boolean weakly) {
        if (header.strip().equals("*")) {
            return true;
        }
        List<String> named = new ArrayList<>();
        Matcher tags = TAG.matcher(header);
        while (tags.find()) {
            if (weakly || tags.group("weak") == null) {
                named.add(tags.group("opaque"));
            }
        }
        return named.contains('"' + tag + '"');
    }
}
