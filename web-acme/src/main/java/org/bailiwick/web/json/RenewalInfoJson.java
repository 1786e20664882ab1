package org.bailiwick.web.json;

import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import org.bailiwick.certificate.RenewalInfo;

/** A RenewalInfo object (RFC 9773 §4.2). */
public final class RenewalInfoJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private RenewalInfoJson() {}

    /** Writes it. */
    public static JsonObject of(RenewalInfo info) {
        return JSON.createObjectBuilder()
                .add(
                        "suggestedWindow",
                        JSON.createObjectBuilder()
                                .add("start", OrderJson.time(info.start()))
                                .add("end", OrderJson.time(info.end())))
                .build();
    }
}
