package org.bailiwick.admin.web.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.admin.AdminException;

/**
 * The version that a change is for: without it, of two who change at once the later one would undo what the earlier one did
 * and neither would know (RFC 6585 §3).
 */
final class IfMatch {

    /** {@code *} and a list of tags: both name more than one version (RFC 9110 §13.1.1). */
    private static final Pattern SEVERAL = Pattern.compile("\\*|.*,.*", Pattern.DOTALL);

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private IfMatch() {}

    /**
     * The version that {@code If-Match} names: the ETag of the answer that the caller has read.
     *
     * @param thing what is changed, as {@code provisioner}
     * @throws WebApplicationException 428 if the header is missing, or would do with any of several versions: nobody has read
     *     them all
     * @throws AdminException {@code STALE} if it is no ETag of ours (RFC 9110 §13.1.1: no match)
     */
    static long version(HttpHeaders headers, String thing) {
        List<String> given = headers.getRequestHeader(HttpHeaders.IF_MATCH);
        if (given == null || given.isEmpty()) {
            throw required(
                    "This needs the header If-Match with the ETag of the %s as you read it, so that nobody else's change is lost.",
                    thing);
        }
        OptionalLong version = given.size() > 1 ? OptionalLong.empty() : parse(given.get(0), thing);
        return version.orElseThrow(() -> required(
                "The header If-Match must have one ETag, that of the %s as you read it: \"*\" or several would undo a change"
                        + " that you have not seen.",
                thing));
    }

    /**
     * The same of one header's value.
     *
     * @return empty if it would do with any of several versions
     */
    static OptionalLong parse(String header, String thing) {
        String value = header.strip();
        if (SEVERAL.matcher(value).matches()) {
            return OptionalLong.empty();
        }
        Matcher tag = TAG.matcher(value);
        if (!tag.matches()) {
            throw AdminException.stale(thing);
        }
        return OptionalLong.of(Long.parseLong(tag.group(1)));
    }

    private static WebApplicationException required(String sentence, String thing) {
        return new WebApplicationException(ProblemResponse.of(428, sentence.formatted(thing)));
    }
}
