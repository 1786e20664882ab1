package org.bailiwick.web.json;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.util.Locale;
import org.bailiwick.authorization.Challenge;
import org.bailiwick.web.problem.ProblemJson;

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
        return json.build();
    }
}
