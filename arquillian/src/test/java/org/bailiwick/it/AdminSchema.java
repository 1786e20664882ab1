package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;

/**
 * Checks answers against the schemas of {@code openapi.json}, as far as those go.
 *
 * @param document the whole of it
 * @param where what is checked, for the one who reads why it fails
 */
record AdminSchema(JsonObject document, String where) {

    void check(JsonValue value, JsonObject schema) {
        if (schema.containsKey("$ref")) {
            check(
                    value,
                    document.getValue(schema.getString("$ref").substring(1)).asJsonObject());
            return;
        }
        switch (schema.getString("type")) {
            case "object" -> object(value.asJsonObject(), schema);
            case "array" -> ((JsonArray) value).forEach(each -> check(each, schema.getJsonObject("items")));
            case "string" -> text(((JsonString) value).getString(), schema);
            case "integer" ->
                assertThat(((JsonNumber) value).isIntegral()).as(where).isTrue();
            default -> assertThat(value).as(where).isIn(JsonValue.TRUE, JsonValue.FALSE);
        }
    }

    private void object(JsonObject object, JsonObject schema) {
        if (!schema.containsKey("properties")) {
            return;
        }
        JsonObject properties = schema.getJsonObject("properties");
        Set<String> required = schema.containsKey("required")
                ? Set.copyOf(schema.getJsonArray("required").getValuesAs(JsonString::getString))
                : Set.of();
        assertThat(properties.keySet()).as(where).containsAll(object.keySet());
        assertThat(object.keySet()).as(where).containsAll(required);
        object.forEach((name, member) ->
                new AdminSchema(document, where + " " + name).check(member, properties.getJsonObject(name)));
    }

    private void text(String text, JsonObject schema) {
        switch (schema.getString("format", "")) {
            case "uuid" -> assertThat(text).as(where).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
            case "date-time" ->
                assertThat(text).as(where).matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9.]+Z");
            default -> assertThat(text).as(where).isNotNull();
        }
        if (schema.containsKey("pattern")) {
            assertThat(text).as(where).matches(schema.getString("pattern"));
        }
        if (schema.containsKey("enum")) {
            assertThat(schema.getJsonArray("enum").getValuesAs(JsonString::getString))
                    .as(where)
                    .contains(text);
        }
    }
}
