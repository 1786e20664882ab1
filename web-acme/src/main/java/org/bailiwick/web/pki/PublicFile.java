package org.bailiwick.web.pki;

import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.ca.KeyFingerprint;

/**
 * The name of a file that everybody may fetch: an issuer's key and what is wanted of it.
 *
 * @param key the issuer's
 * @param extension behind the dot
 */
record PublicFile(KeyFingerprint key, String extension) {

    private static final Pattern NAME = Pattern.compile("(?<key>[0-9a-f]{64})\\.(?<extension>[0-9a-z]{3})");

    /** What a name says; empty if it is none of ours, in that very spelling. */
    static Optional<PublicFile> parse(String name) {
        Matcher parts = NAME.matcher(name);
        return parts.matches()
                ? Optional.of(new PublicFile(new KeyFingerprint(parts.group("key")), parts.group("extension")))
                : Optional.empty();
    }

    /** 404, for people. */
    static Response notFound(String sentence) {
        return Response.status(Response.Status.NOT_FOUND)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(sentence + "\n")
                .build();
    }

    /**
     * 304 if the client has it, 412 if it wants another, else 200 without a body yet; each with what caches must know (RFC
     * 9111).
     *
     * @param conditions under which the client wants it
     * @param tag what changes with each change of the content
     * @param changed when it last did
     * @param now the moment
     * @param age how long it may be used without asking again
     */
    static Response.ResponseBuilder answer(
            Preconditions conditions, String tag, Instant changed, Instant now, Duration age) {
        EntityTag entityTag = new EntityTag(tag);
        Instant lastModified = changed.truncatedTo(ChronoUnit.SECONDS);
        CacheControl cache = new CacheControl();
        cache.setMaxAge((int) age.toSeconds());
        // its default forbids proxies to recompress, which nobody asked for
        cache.setNoTransform(false);
        return Response.status(conditions.judge(tag, lastModified, now).orElse(Response.Status.OK))
                .tag(entityTag)
                .lastModified(Date.from(lastModified))
                .cacheControl(cache)
                .header(HttpHeaders.EXPIRES, Date.from(now.plus(age)));
    }
}
