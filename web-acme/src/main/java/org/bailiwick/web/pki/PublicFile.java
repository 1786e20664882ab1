package org.bailiwick.web.pki;

import jakarta.ws.rs.core.CacheControl;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
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
     * 304 if the client has it, else 200 without a body yet; either way with what caches must know (RFC 9111).
     *
     * @param tag what changes with each change of the content
     * @param changed when it last did
     * @param now the moment
     * @param age how long it may be used without asking again
     */
    static Response.ResponseBuilder answer(Request request, String tag, Instant changed, Instant now, Duration age) {
        EntityTag entityTag = new EntityTag(tag);
        Date lastModified = Date.from(changed.truncatedTo(ChronoUnit.SECONDS));
        CacheControl cache = new CacheControl();
        cache.setMaxAge((int) age.toSeconds());
        // its default forbids proxies to recompress, which nobody asked for
        cache.setNoTransform(false);
        Response.ResponseBuilder unless = request.evaluatePreconditions(lastModified, entityTag);
        return (unless == null ? Response.ok() : unless)
                .tag(entityTag)
                .lastModified(lastModified)
                .cacheControl(cache)
                .header(HttpHeaders.EXPIRES, Date.from(now.plus(age)));
    }
}
