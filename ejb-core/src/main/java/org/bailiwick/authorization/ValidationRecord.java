package org.bailiwick.authorization;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bailiwick.validation.ValidationStep;
import org.bailiwick.validation.ValidationTrace;
import org.jspecify.annotations.Nullable;

/**
 * What all attempts at a challenge did, step by step: for the client's owner, and for an auditor.
 *
 * @param steps in the order in which they happened
 */
public record ValidationRecord(List<Step> steps) {

    static final ValidationRecord NONE = new ValidationRecord(List.of());

    private static final JsonProvider JSON = JsonProvider.provider();

    public ValidationRecord {
        steps = List.copyOf(steps);
    }

    /**
     * One step.
     *
     * @param attempt which attempt it belongs to; the first is 1
     * @param at when that attempt ended; null if that was not recorded yet when it did
     */
    public record Step(int attempt, @Nullable Instant at, ValidationStep step) {}

    /** When the last attempt ended, if that was recorded. */
    Optional<Instant> lastAttempt() {
        return steps.stream().map(Step::at).filter(Objects::nonNull).reduce((earlier, later) -> later);
    }

    /** What the client may know: of another server, to which redirects led, one step instead of its own. */
    public List<Step> told() {
        List<Step> told = new ArrayList<>();
        boolean elsewhere = false;
        for (Step each : steps) {
            if (!(elsewhere && each.step().elsewhere())) {
                told.add(new Step(each.attempt(), each.at(), each.step().told()));
            }
            elsewhere = each.step().elsewhere();
        }
        return told;
    }

    /** This record and what one more attempt did, which ended now. */
    ValidationRecord and(int attempt, ValidationTrace trace, Instant now) {
        return new ValidationRecord(
                Stream.concat(steps.stream(), trace.steps().stream().map(step -> new Step(attempt, now, step)))
                        .toList());
    }

    /**
     * As JSON: an array, each step an object.
     *
     * @param limit how many characters there may be; the first steps are left out if there are more
     */
    String json(int limit) {
        List<String> objects = new ArrayList<>();
        int length = 2;
        for (int i = steps.size() - 1; i >= 0; i--) {
            String object = json(steps.get(i)).toString();
            length += object.length() + 1;
            if (length > limit) {
                break;
            }
            objects.add(0, object);
        }
        return "[" + String.join(",", objects) + "]";
    }

    /** Reads what {@link #json(int)} wrote. */
    static ValidationRecord parse(String json) {
        try (JsonReader reader = JSON.createReader(new StringReader(json))) {
            return new ValidationRecord(reader.readArray().getValuesAs(ValidationRecord::step));
        }
    }

    private static JsonObject json(Step recorded) {
        ValidationStep step = recorded.step();
        JsonObjectBuilder object = JSON.createObjectBuilder()
                .add("attempt", recorded.attempt())
                .add("kind", step.kind().name())
                .add("sentence", step.sentence());
        add(object, "at", recorded.at() == null ? null : recorded.at().toString());
        add(object, "url", step.url());
        add(object, "hostname", step.hostname());
        if (step.port() != null) {
            object.add("port", step.port());
        }
        if (!step.addressesResolved().isEmpty()) {
            JsonArrayBuilder addresses = JSON.createArrayBuilder();
            step.addressesResolved().forEach(addresses::add);
            object.add("addressesResolved", addresses);
        }
        add(object, "addressUsed", step.addressUsed());
        add(object, "resolver", step.resolver());
        if (step.elsewhere()) {
            object.add("elsewhere", true);
        }
        return object.build();
    }

    private static void add(JsonObjectBuilder object, String member, @Nullable String value) {
        if (value != null) {
            object.add(member, value);
        }
    }

    private static Step step(JsonObject object) {
        JsonArray addresses = object.getJsonArray("addressesResolved");
        return new Step(
                object.getInt("attempt"),
                object.containsKey("at") ? Instant.parse(object.getString("at")) : null,
                new ValidationStep(
                        ValidationStep.Kind.valueOf(object.getString("kind")),
                        object.getString("sentence"),
                        object.getString("url", null),
                        object.getString("hostname", null),
                        object.containsKey("port") ? object.getInt("port") : null,
                        addresses == null ? List.of() : addresses.getValuesAs(JsonString::getString),
                        object.getString("addressUsed", null),
                        object.getString("resolver", null),
                        object.getBoolean("elsewhere", false)));
    }
}
