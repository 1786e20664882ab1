package org.bailiwick.admin.web.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.admin.AdminException;

/**
 * The version that a change is for: without it, of two who change at once the later one would undo what the earlier one did
 * and neither would know (RFC 6585 §3).
 */
final class IfMatch {

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");

    private IfMatch() {}

    /**
     * The version that {@code If-Match} names: the ETag of the answer that the caller has read.
     *
     * @param thing what is changed, as {@code provisioner}
     * @throws WebApplicationException 428 if the header is missing
     * @throws AdminException {@code STALE} if it is no ETag of ours (RFC 9110 §13.1.1: no match)
     */
    static long version(HttpHeaders headers, String thing) {
        List<String> given = headers.getRequestHeader(HttpHeaders.IF_MATCH);
        if (given == null || given.isEmpty()) {
            throw new WebApplicationException(ProblemResponse.of(
                    428,
                    "This needs the header If-Match with the ETag of the %s as you read it, so that nobody else's change is lost."
                            .formatted(thing)));
        }
        Matcher tag = TAG.matcher(given.get(0).strip());
        if (given.size() > 1 || !tag.matches()) {
            throw AdminException.stale(thing);
        }
        return Long.parseLong(tag.group(1));
    }
}
