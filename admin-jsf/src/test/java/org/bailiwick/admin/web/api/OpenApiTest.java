package org.bailiwick.admin.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.admin.Role;
import org.junit.jupiter.api.Test;

/** {@code openapi.json}, the resource classes and {@code docs/admin-api.md} say the same. */
class OpenApiTest {

    private static final java.nio.file.Path MANUAL = java.nio.file.Path.of("..", "docs", "admin-api.md");

    private final JsonObject document = read();
    private final Map<String, JsonObject> described = described();
    private final Map<String, Method> written = written();

    @Test
    void theDocumentHasEveryOperationAndNoOther() {
        assertThat(described.keySet()).containsExactlyInAnyOrderElementsOf(written.keySet());
    }

    @Test
    void everyOperationHasItsParameters() {
        written.forEach((operation, method) -> {
            Set<String> query = new TreeSet<>();
            Set<String> path = new TreeSet<>();
            Set<String> header = new TreeSet<>();
            parameters(description(operation)).forEach(parameter -> {
                switch (parameter.getString("in")) {
                    case "query" -> query.add(parameter.getString("name"));
                    case "path" -> path.add("{" + parameter.getString("name") + "}");
                    default -> header.add(parameter.getString("name"));
                }
            });
            assertThat(query).as(operation).isEqualTo(KnownParameters.of(method));
            assertThat(path)
                    .as(operation)
                    .isEqualTo(Arrays.stream(operation.split("[ /]"))
                            .filter(segment -> segment.startsWith("{"))
                            .collect(Collectors.toCollection(TreeSet::new)));
            boolean conditional = Arrays.asList(method.getParameterTypes()).contains(HttpHeaders.class);
            assertThat(header).as(operation).isEqualTo(conditional ? Set.of("If-Match") : Set.of());
        });
    }

    @Test
    void everyOperationHasItsBodies() {
        written.forEach((operation, method) -> {
            Consumes consumes = method.getAnnotation(Consumes.class);
            JsonObject request = description(operation).getJsonObject("requestBody");
            assertThat(request != null).as(operation).isEqualTo(consumes != null);
            if (request != null && consumes != null) {
                assertThat(request.getJsonObject("content").keySet())
                        .as(operation)
                        .containsExactly(consumes.value());
            }
            JsonObject responses = description(operation).getJsonObject("responses");
            JsonObject good = responses.getJsonObject(responses.containsKey("201") ? "201" : "200");
            assertThat(good.getJsonObject("content").keySet())
                    .as(operation)
                    .containsExactly(produced(method).value());
            assertThat(responses.keySet()).as(operation).contains("401", "403");
        });
    }

    @Test
    void everyReferenceLeadsSomewhereAndEveryOperationHasAName() {
        references(document).forEach(reference -> assertThat(document.getValue(reference.substring(1)))
                .as(reference)
                .isNotNull());
        assertThat(described.values().stream().map(operation -> operation.getString("operationId")))
                .doesNotHaveDuplicates();
    }

    @Test
    void theManualHasTheTableOfRoles() throws IOException {
        assertThat(Files.readString(MANUAL)).contains(rolesTable());
    }

    /** By operation, one column for each role. */
    private String rolesTable() {
        StringBuilder table = new StringBuilder("| operation | ")
                .append(Arrays.stream(Role.values()).map(OpenApiTest::title).collect(Collectors.joining(" | ")))
                .append(" |\n|---|")
                .append(":-:|".repeat(Role.values().length))
                .append('\n');
        document.getJsonObject("paths")
                .forEach((path, methods) -> methods.asJsonObject().forEach((method, operation) -> table.append("| `")
                        .append(method.toUpperCase(Locale.ROOT))
                        .append(' ')
                        .append(path)
                        .append("` |")
                        .append(marks(operation.asJsonObject()))
                        .append('\n')));
        return table.toString();
    }

    private static String marks(JsonObject operation) {
        Set<String> permitted = operation.getJsonArray("x-roles").getValuesAs(JsonString.class).stream()
                .map(JsonString::getString)
                .collect(Collectors.toSet());
        assertThat(permitted)
                .isSubsetOf(Arrays.stream(Role.values()).map(Role::word).toList());
        return Arrays.stream(Role.values())
                .map(role -> permitted.contains(role.word()) ? " ✓ |" : " |")
                .collect(Collectors.joining());
    }

    private static String title(Role role) {
        return role.word().replace('-', ' ').replace("eab", "EAB");
    }

    private static Stream<String> references(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object.entrySet().stream()
                    .flatMap(member -> member.getKey().equals("$ref")
                            ? Stream.of(((JsonString) member.getValue()).getString())
                            : references(member.getValue()));
        }
        return value.getValueType() == JsonValue.ValueType.ARRAY
                ? value.asJsonArray().stream().flatMap(OpenApiTest::references)
                : Stream.empty();
    }

    private Stream<JsonObject> parameters(JsonObject operation) {
        return Optional.ofNullable(operation.getJsonArray("parameters")).stream()
                .flatMap(array -> array.stream())
                .map(JsonValue::asJsonObject)
                .map(parameter -> parameter.containsKey("$ref")
                        ? document.getValue(parameter.getString("$ref").substring(1))
                                .asJsonObject()
                        : parameter);
    }

    private JsonObject description(String operation) {
        return Objects.requireNonNull(described.get(operation), operation + " is described");
    }

    private Map<String, JsonObject> described() {
        Map<String, JsonObject> operations = new LinkedHashMap<>();
        document.getJsonObject("paths").forEach((path, methods) -> methods.asJsonObject()
                .forEach((method, operation) ->
                        operations.put(method.toUpperCase(Locale.ROOT) + " " + path, operation.asJsonObject())));
        return operations;
    }

    private static Map<String, Method> written() {
        Map<String, Method> operations = new TreeMap<>();
        for (Class<?> type : new AdminApplication().getClasses()) {
            Path root = type.getAnnotation(Path.class);
            if (root == null) {
                continue;
            }
            for (Method method : type.getDeclaredMethods()) {
                httpMethod(method).ifPresent(verb -> {
                    Path below = method.getAnnotation(Path.class);
                    String path = "/" + root.value() + (below == null ? "" : "/" + below.value());
                    assertThat(operations.put(verb + " " + path, method)).isNull();
                });
            }
        }
        return operations;
    }

    private static Optional<String> httpMethod(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .map(type -> type.getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static Produces produced(Method method) {
        Produces own = method.getAnnotation(Produces.class);
        return own == null ? method.getDeclaringClass().getAnnotation(Produces.class) : own;
    }

    private static JsonObject read() {
        try (InputStream file = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            return Json.createReader(file).readObject();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
