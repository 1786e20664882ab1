package org.bailiwick.statistics;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.acme.Problem;
import org.bailiwick.audit.AuditEvent;
import org.bailiwick.audit.AuditTrail;
import org.jspecify.annotations.Nullable;

/**
 * A request that was refused, or a name that could not be validated, with what its client was told.
 *
 * @param position its place in the audit log; null if it has none yet
 * @param account the id of the account that asked; null if nobody proved to be one
 * @param what the request, or the name
 * @param problem in RFC 8555's words
 * @param details what was wrong with each name, the first ones; none if there is nothing to add
 */
public record Refusal(
        Instant at,
        @Nullable Long position,
        @Nullable String account,
        String what,
        String problem,
        String detail,
        List<String> details) {

    private static final int MOST_DETAILS = 3;

    /** What a page shows of a text that a client may have made long. */
    private static final int LONGEST = 400;

    public Refusal {
        details = List.copyOf(details);
    }

    static Refusal of(AuditTrail.Told event) {
        JsonObject facts = read(event.facts());
        String what = facts.containsKey("name")
                ? facts.getString("name") + ", " + facts.getString("challenge", "")
                : facts.getString("request", "");
        return new Refusal(
                event.at(),
                event.position().orElse(null),
                facts.getString("account", null),
                shortened(what),
                facts.getString("problem", ""),
                shortened(facts.getString("detail", "")),
                details(facts));
    }

    private static List<String> details(JsonObject facts) {
        List<String> details = new ArrayList<>();
        JsonValue subproblems = facts.get("subproblems");
        if (subproblems instanceof JsonArray all) {
            for (JsonValue each : all) {
                if (details.size() < MOST_DETAILS
                        && each instanceof JsonObject problem
                        && problem.containsKey("detail")) {
                    details.add(shortened(problem.getString("detail")));
                }
            }
        }
        return details;
    }

    private static JsonObject read(String facts) {
        try (JsonReader reader = AuditEvent.JSON.createReader(new StringReader(facts))) {
            return reader.readObject();
        }
    }

    private static String shortened(String text) {
        return Problem.shortened(text, LONGEST);
    }
}
