package org.bailiwick.admin.web.api;

import jakarta.json.JsonObject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Answers, each with a JSON object. */
final class Answers {

    private Answers() {}

    static Response ok(JsonObject json) {
        return Response.ok(json.toString()).build();
    }

    /**
     * What can be changed under the condition that it is still this version.
     *
     * @param version of what was read
     */
    static Response ok(JsonObject json, long version) {
        return Response.ok(json.toString()).tag(tag(version)).build();
    }

    /**
     * What was made, with its URL.
     *
     * @param collection the first segment of its path
     */
    static Response created(String collection, Object id, JsonObject json) {
        return at(Response.Status.CREATED, collection, id, json);
    }

    /**
     * What was begun and ends by itself, with the URL where that is told.
     *
     * @param collection the first segment of its path
     */
    static Response accepted(String collection, Object id, JsonObject json) {
        return at(Response.Status.ACCEPTED, collection, id, json);
    }

    private static Response at(Response.Status status, String collection, Object id, JsonObject json) {
        // a path: what the request says of host and scheme is not to be trusted
        return Response.status(status)
                .header(HttpHeaders.LOCATION, URI.create("/admin/api/" + collection + "/" + id))
                .entity(json.toString())
                .build();
    }

    private static EntityTag tag(long version) {
        return new EntityTag(Long.toString(version));
    }
}
