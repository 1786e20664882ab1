package org.bailiwick.admin.web.api;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.SubjectName;
import org.bailiwick.admin.AdminException;

/** Names as requests have them: {@code {"type", "value"}}, or a text whose form tells the type. */
final class NameJson {

    private NameJson() {}

    /**
     * All of them.
     *
     * @throws AdminException {@code INVALID}, with a sentence for each that is no name
     */
    static List<SubjectName> parse(List<JsonValue> values) {
        List<SubjectName> names = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            try {
                names.add(parse(values.get(i)));
            } catch (AcmeException | AdminException wrong) {
                errors.add("/names/%d: %s".formatted(i, wrong.getMessage()));
            }
        }
        if (!errors.isEmpty()) {
            throw AdminException.invalid(
                    "Not all of these are names; \"errors\" says what is wrong with which (%d in all). A common name needs its type: {\"type\":\"cn\",\"value\":\"My Device\"}."
                            .formatted(errors.size()),
                    errors);
        }
        return names;
    }

    private static SubjectName parse(JsonValue value) {
        if (value instanceof JsonString text) {
            return SubjectName.parse(text.getString());
        }
        if (value instanceof JsonObject object) {
            Members members = Members.of(object, "type", "value");
            return SubjectName.parse(members.text("type"), members.text("value"));
        }
        throw AdminException.invalid("A name is a string, or an object with \"type\" and \"value\".");
    }
}
