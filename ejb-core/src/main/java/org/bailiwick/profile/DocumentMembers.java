package org.bailiwick.profile;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bailiwick.acme.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object of a document, each read as what it must be. What cannot be is noted, with its place, and is as
 * good as missing from then on; the object that all this is about is refused in the end.
 */
final class DocumentMembers {

    private static final int MOST_ITEMS = 100;

    private final JsonObject object;
    private final String place;
    private final List<String> findings;

    /**
     * Reads an object.
     *
     * @param place a JSON Pointer (RFC 6901)
     * @param findings where to note what is wrong
     * @param known its members
     */
    DocumentMembers(JsonObject object, String place, List<String> findings, List<String> known) {
        this.object = object;
        this.place = place;
        this.findings = findings;
        for (String name : object.keySet()) {
            if (!known.contains(name)) {
                find(
                        Problem.printable(name).replace("~", "~0").replace("/", "~1"),
                        "There is no such member; there are: %s.".formatted(String.join(", ", known)));
            }
        }
    }

    void find(String name, String sentence) {
        findings.add(place + "/" + name + ": " + sentence);
    }

    boolean has(String name) {
        return object.containsKey(name);
    }

    Optional<String> text(String name) {
        return as(name, JsonString.class, "a string").map(JsonString::getString);
    }

    /** A string that is there, read further; noted if it is missing or cannot be. */
    <T> Optional<T> required(String name, Function<String, T> parse) {
        if (!has(name)) {
            find(name, "This member is missing.");
        }
        return text(name, parse);
    }

    /** A string, read further. */
    <T> Optional<T> text(String name, Function<String, T> parse) {
        return text(name).flatMap(text -> Optional.ofNullable(parsed(name, text, parse)));
    }

    Optional<Integer> number(String name) {
        return as(name, JsonNumber.class, "a whole number").flatMap(number -> {
            if (number.isIntegral() && number.bigDecimalValue().precision() < 10) {
                return Optional.of(number.intValue());
            }
            find(name, "This is a whole number of at most nine digits.");
            return Optional.empty();
        });
    }

    boolean truth(String name) {
        JsonValue value = object.getOrDefault(name, JsonValue.FALSE);
        if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
            find(name, "This is true or false.");
        }
        return value == JsonValue.TRUE;
    }

    Optional<DocumentMembers> object(String name, List<String> known) {
        return as(name, JsonObject.class, "an object")
                .map(inner -> new DocumentMembers(inner, place + "/" + name, findings, known));
    }

    /** Objects; each with its place. */
    List<DocumentMembers> objects(String name, List<String> known) {
        List<DocumentMembers> read = new ArrayList<>();
        JsonArray items = array(name).orElse(JsonValue.EMPTY_JSON_ARRAY);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof JsonObject inner) {
                read.add(new DocumentMembers(inner, place + "/" + name + "/" + i, findings, known));
            } else {
                find(name + "/" + i, "This is an object.");
            }
        }
        return read;
    }

    /** Strings, each read further; empty if there is no such list. */
    <T> Optional<List<T>> list(String name, Function<String, T> parse) {
        return array(name).map(items -> {
            List<T> read = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                String each = name + "/" + i;
                if (!(items.get(i) instanceof JsonString text)) {
                    find(each, "This is a string.");
                    continue;
                }
                T parsed = parsed(each, text.getString(), parse);
                if (parsed != null && read.contains(parsed)) {
                    find(each, "This is there twice.");
                } else if (parsed != null) {
                    read.add(parsed);
                }
            }
            return read;
        });
    }

    private <T> @Nullable T parsed(String name, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException wrong) {
            find(name, "\"%s\" cannot be: %s.".formatted(Problem.printable(text), wrong.getMessage()));
            return null;
        }
    }

    private Optional<JsonArray> array(String name) {
        return as(name, JsonArray.class, "a list").map(items -> {
            if (items.size() > MOST_ITEMS) {
                find(name, "This list has more than %d items.".formatted(MOST_ITEMS));
                return JsonValue.EMPTY_JSON_ARRAY;
            }
            return items;
        });
    }

    private <T extends JsonValue> Optional<T> as(String name, Class<T> type, String right) {
        JsonValue value = object.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            find(name, "This is %s.".formatted(right));
            return Optional.empty();
        }
        return Optional.of(type.cast(value));
    }
}
