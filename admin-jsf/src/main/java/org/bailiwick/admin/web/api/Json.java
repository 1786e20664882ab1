package org.bailiwick.admin.web.api;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.Page;

/** How answers are written. */
final class Json {

    private static final JsonProvider JSON = JsonProvider.provider();

    private Json() {}

    static JsonObjectBuilder object() {
        return JSON.createObjectBuilder();
    }

    /** A JSON object of ours. */
    static JsonObject read(String ours) {
        try (JsonReader reader = JSON.createReader(new StringReader(ours))) {
            return reader.readObject();
        }
    }

    static JsonArrayBuilder array() {
        return JSON.createArrayBuilder();
    }

    /** RFC 3339 in UTC, whole seconds. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** A page of a list; {@code next} is the cursor of the following one. */
    static <T> JsonObject page(Page<T> page, Function<T, JsonObject> json) {
        JsonArrayBuilder items = array();
        page.items().forEach(item -> items.add(json.apply(item)));
        JsonObjectBuilder answer = object().add("items", items);
        page.next().ifPresent(position -> answer.add("next", new ResourceId(position).toString()));
        return answer.build();
    }
}
