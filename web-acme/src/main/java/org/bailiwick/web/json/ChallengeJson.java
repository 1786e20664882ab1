package org.bailiwick.web.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.authorization.ValidationRecord;
import org.bailiwick.validation.ValidationStep;
import org.bailiwick.web.problem.ProblemJson;
import org.jspecify.annotations.Nullable;

/** A challenge as a client reads it (RFC 8555 §7.1.5, §8). */
public final class ChallengeJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private ChallengeJson() {}

    /** Writes a challenge. */
    public static JsonObject of(Challenge challenge, URI url) {
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("type", challenge.type().wireName())
                .add("url", url.toString())
                .add("status", challenge.status().name().toLowerCase(Locale.ROOT))
                .add("token", challenge.token().value());
        challenge.validatedAt().ifPresent(at -> json.add("validated", OrderJson.time(at)));
        challenge.problem().ifPresent(problem -> json.add("error", ProblemJson.of(problem)));
        List<ValidationRecord.Step> steps = challenge.validationRecord().told();
        if (!steps.isEmpty()) {
            JsonArrayBuilder record = JSON.createArrayBuilder();
            steps.forEach(step -> record.add(step(step.attempt(), step.step())));
            json.add("validationRecord", record);
        }
        return json.build();
    }

    /** No RFC says what a step of a validation record is; the members' names are those that other servers use. */
    private static JsonObjectBuilder step(int attempt, ValidationStep step) {
        JsonObjectBuilder json =
                JSON.createObjectBuilder().add("attempt", attempt).add("detail", step.sentence());
        add(json, "url", step.url());
        add(json, "hostname", step.hostname());
        if (step.port() != null) {
            json.add("port", step.port().toString());
        }
        if (!step.addressesResolved().isEmpty()) {
            json.add("addressesResolved", JSON.createArrayBuilder(step.addressesResolved()));
        }
        add(json, "addressUsed", step.addressUsed());
        return json;
    }

    private static void add(JsonObjectBuilder json, String member, @Nullable String value) {
        if (value != null) {
            json.add(member, value);
        }
    }
}
