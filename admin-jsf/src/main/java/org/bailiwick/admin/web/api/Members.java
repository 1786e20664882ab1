package org.bailiwick.admin.web.api;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bailiwick.acme.Problem;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.Ids;
import org.bailiwick.json.StrictJson;

/**
 * The members of a request's JSON object, each read as what it must be. One that nobody knows is refused: a misspelt one
 * would be a wish that is silently not granted. A member that is null is as good as none.
 */
final class Members {

    private final JsonObject object;

    private Members(JsonObject object, Set<String> known) {
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                throw AdminException.invalid("There is no member \"%s\" here; there are: %s."
                        .formatted(
                                Problem.printable(name),
                                String.join(", ", known.stream().sorted().toList())));
            }
        }
        this.object = object;
    }

    /**
     * Reads a body.
     *
     * @param known the members that it may have
     */
    static Members of(byte[] body, String... known) {
        return of(StrictJson.object("The body", body), known);
    }

    /** The same of an object within. */
    static Members of(JsonObject object, String... known) {
        return new Members(object, Set.of(known));
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    Optional<String> optionalText(String name) {
        return given(name).map(value -> {
            if (value instanceof JsonString text) {
                return text.getString();
            }
            throw wrong(name, "a string");
        });
    }

    /** Whether it is there, and null: for what must not be as good as none. */
    boolean isNull(String name) {
        return object.get(name) == JsonValue.NULL;
    }

    /** An id of a team, an authority and so on. */
    UUID id(String name) {
        return optionalId(name).orElseThrow(() -> missing(name));
    }

    Optional<UUID> optionalId(String name) {
        return optionalText(name).map(text -> Ids.uuid(text)
                .orElseThrow(() -> wrong(name, "an id, like 0199e2a4-7c1b-7d60-b9a2-3f6b0c1d2e4f")));
    }

    Instant time(String name) {
        return optionalTime(name).orElseThrow(() -> missing(name));
    }

    Optional<Instant> optionalTime(String name) {
        return optionalText(name).map(text -> Times.parse(text)
                .orElseThrow(() -> wrong(name, "a time as RFC 3339 writes it, like 2027-06-01T00:00:00Z")));
    }

    Optional<Integer> optionalNumber(String name) {
        return given(name).map(value -> {
            if (value instanceof JsonNumber number && number.isIntegral()) {
                try {
                    return number.intValueExact();
                } catch (ArithmeticException tooLong) {
                    throw wrong(name, "a number of at most nine digits");
                }
            }
            throw wrong(name, "a whole number");
        });
    }

    Optional<Boolean> optionalTruth(String name) {
        return given(name).map(value -> {
            if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
                return value == JsonValue.TRUE;
            }
            throw wrong(name, "true or false");
        });
    }

    Optional<JsonObject> optionalObject(String name) {
        return given(name).map(value -> {
            if (value instanceof JsonObject inner) {
                return inner;
            }
            throw wrong(name, "an object");
        });
    }

    /** Values of whatever kind; empty if there is no such member. */
    List<JsonValue> values(String name) {
        return given(name)
                .map(value -> {
                    if (value instanceof JsonArray array) {
                        return List.copyOf(array);
                    }
                    throw wrong(name, "an array");
                })
                .orElseGet(List::of);
    }

    /** Strings; empty if there is no such member. */
    List<String> texts(String name) {
        return given(name)
                .map(value -> {
                    List<String> texts = new ArrayList<>();
                    if (value instanceof JsonArray array
                            && array.stream().allMatch(each -> each instanceof JsonString)) {
                        array.getValuesAs(JsonString.class).forEach(each -> texts.add(each.getString()));
                        return texts;
                    }
                    throw wrong(name, "an array of strings");
                })
                .orElseGet(List::of);
    }

    /** An object whose members are strings; empty if there is no such member. */
    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        optionalObject(name)
                .ifPresent(inner -> inner.forEach((key, value) -> {
                    if (!(value instanceof JsonString text)) {
                        throw wrong(name, "an object whose members are strings");
                    }
                    texts.put(key, text.getString());
                }));
        return texts;
    }

    private Optional<JsonValue> given(String name) {
        return Optional.ofNullable(object.get(name)).filter(value -> value != JsonValue.NULL);
    }

    private static AdminException missing(String name) {
        return AdminException.invalid("The member \"%s\" is missing.".formatted(name));
    }

    private static AdminException wrong(String name, String right) {
        return AdminException.invalid("The member \"%s\" must be %s.".formatted(name, right));
    }
}
