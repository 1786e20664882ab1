package org.bailiwick.it;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.it.AcmeClient.Answer;

/**
 * One operation of {@code openapi.json}.
 *
 * @param roles who may call it
 * @param statuses the statuses that it may answer with
 */
record AdminOperation(
        String id, String method, String path, Set<String> roles, Set<Integer> statuses, JsonObject definition) {

    /** All there are. */
    static List<AdminOperation> all(AdminClient client) throws IOException, InterruptedException {
        List<AdminOperation> all = new ArrayList<>();
        AdminClient.ok(client.get("/openapi.json"))
                .getJsonObject("paths")
                .forEach((path, methods) -> methods.asJsonObject()
                        .forEach((method, definition) ->
                                all.add(of(method.toUpperCase(Locale.ROOT), path, definition.asJsonObject()))));
        return all;
    }

    private static AdminOperation of(String method, String path, JsonObject definition) {
        Set<String> roles = new TreeSet<>();
        definition.getJsonArray("x-roles").getValuesAs(JsonString.class).forEach(role -> roles.add(role.getString()));
        Set<Integer> statuses = new TreeSet<>();
        definition.getJsonObject("responses").keySet().forEach(status -> statuses.add(Integer.valueOf(status)));
        return new AdminOperation(definition.getString("operationId"), method, path, roles, statuses, definition);
    }

    boolean isAboutOneThing() {
        return path.contains("{");
    }

    /** The first segment of the path: of what kind the thing is that {@code {id}} names. */
    String kind() {
        return path.split("/", 3)[1];
    }

    /** Calls it with the example of the document, for a thing that is not there. */
    Answer callForNothing(AdminClient client) throws IOException, InterruptedException {
        boolean knownToClients = Set.of("accounts", "orders", "certificates", "external-account-keys")
                .contains(kind());
        return call(
                client,
                knownToClients
                        ? AcmeClient.base64url(new byte[16])
                        : UUID.randomUUID().toString());
    }

    /** Calls it with the example of the document. */
    Answer call(AdminClient client, String id) throws IOException, InterruptedException {
        Map<String, String> headers = new TreeMap<>();
        headers.put("If-Match", "\"0\"");
        String body = null;
        if (definition.containsKey("requestBody")) {
            Map.Entry<String, JsonValue> content = definition
                    .getJsonObject("requestBody")
                    .getJsonObject("content")
                    .entrySet()
                    .iterator()
                    .next();
            headers.put("Content-Type", content.getKey());
            JsonValue example =
                    Objects.requireNonNull(content.getValue().asJsonObject().get("example"));
            body = (example instanceof JsonString text ? text.getString() : example.toString())
                    .replace("{in30Days}", AdminClient.in(Duration.ofDays(30)));
        }
        return client.send(method, path.replaceAll("\\{[a-z]+}", id) + query(), body, headers);
    }

    /** The parameters that must be there: each is an id, here of nothing. */
    private String query() {
        if (!definition.containsKey("parameters")) {
            return "";
        }
        return definition.getJsonArray("parameters").getValuesAs(JsonObject.class).stream()
                .filter(parameter -> parameter.getString("in", "").equals("query"))
                .filter(parameter -> parameter.getBoolean("required", false))
                .map(parameter -> "?" + parameter.getString("name") + "=" + UUID.randomUUID())
                .collect(Collectors.joining());
    }

    /** The schema of the answer when all is well; an empty one if it is no JSON. */
    JsonObject answerSchema() {
        JsonObject responses = definition.getJsonObject("responses");
        JsonObject good = responses.getJsonObject(responses.containsKey("201") ? "201" : "200");
        JsonObject content = good == null ? null : good.getJsonObject("content");
        JsonObject json = content == null ? null : content.getJsonObject("application/json");
        return json == null ? Json.createObjectBuilder().build() : json.getJsonObject("schema");
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
