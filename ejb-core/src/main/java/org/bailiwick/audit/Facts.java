package org.bailiwick.audit;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The facts of an event, in the order in which they are told. What is not known (null) is left out. */
final class Facts {

    private final JsonObjectBuilder facts = AuditEvent.JSON.createObjectBuilder();

    private Facts() {}

    static Facts of(String name, @Nullable Object value) {
        return new Facts().and(name, value);
    }

    static Facts of(String name, long value) {
        return new Facts().and(name, value);
    }

    /** A fact as text: an id, a word, a name, a time. */
    Facts and(String name, @Nullable Object value) {
        if (value != null) {
            facts.add(name, value.toString());
        }
        return this;
    }

    /** A number. */
    Facts and(String name, long value) {
        facts.add(name, value);
        return this;
    }

    /** Several texts. */
    Facts and(String name, List<String> values) {
        JsonArrayBuilder array = AuditEvent.JSON.createArrayBuilder();
        values.forEach(array::add);
        facts.add(name, array);
        return this;
    }

    /** A document of another's making. */
    Facts and(String name, @Nullable JsonValue value) {
        if (value != null) {
            facts.add(name, value);
        }
        return this;
    }

    JsonObject document() {
        return facts.build();
    }
}
