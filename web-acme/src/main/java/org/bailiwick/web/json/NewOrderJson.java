package org.bailiwick.web.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;

/**
 * A newOrder request (RFC 8555 §7.4).
 *
 * @param identifiers canonical, without duplicates, in the client's order
 */
public record NewOrderJson(List<Identifier> identifiers) {

    private static final int MAXIMUM_IDENTIFIERS = 100;

    /** What is longer is no name, and not worth repeating. */
    private static final int LONGEST_NAME = 260;

    /**
     * Reads a payload.
     *
     * @throws AcmeException {@code malformed}; or what is wrong with the identifiers, all of them together
     */
    public static NewOrderJson parse(JsonObject payload) {
        for (String dates : List.of("notBefore", "notAfter")) {
            if (payload.containsKey(dates)) {
                throw malformed("\"%s\" cannot be asked for here; leave it out.".formatted(dates));
            }
        }
        if (!(payload.get("identifiers") instanceof JsonArray identifiers) || identifiers.isEmpty()) {
            throw malformed("\"identifiers\" must be an array with at least one identifier (RFC 8555 §7.4).");
        }
        if (identifiers.size() > MAXIMUM_IDENTIFIERS) {
            throw malformed("%d identifiers are too many for one certificate; ask for at most %d."
                    .formatted(identifiers.size(), MAXIMUM_IDENTIFIERS));
        }
        Set<Identifier> canonical = new LinkedHashSet<>();
        List<Problem> problems = new ArrayList<>();
        for (JsonValue each : identifiers) {
            try {
                canonical.add(identifier(each));
            } catch (AcmeException refused) {
                problems.add(about(each, refused.problem()));
            }
        }
        if (!problems.isEmpty()) {
            throw new AcmeException(Problem.together(problems));
        }
        return new NewOrderJson(List.copyOf(canonical));
    }

    private static Identifier identifier(JsonValue value) {
        if (value instanceof JsonObject object
                && object.get("type") instanceof JsonString type
                && object.get("value") instanceof JsonString name) {
            return Identifier.parse(type.getString(), name.getString());
        }
        throw malformed("An identifier is an object with the strings \"type\" and \"value\" (RFC 8555 §7.1.3).");
    }

    /** A client that would order the other names looks for the refused one as it was sent. */
    private static Problem about(JsonValue value, Problem problem) {
        return value instanceof JsonObject object
                        && object.get("type") instanceof JsonString type
                        && object.get("value") instanceof JsonString name
                        && name.getString().length() <= LONGEST_NAME
                ? problem.about(new Problem.Subject(type.getString(), name.getString()))
                : problem;
    }

    private static AcmeException malformed(String detail) {
        return new AcmeException(ProblemType.MALFORMED.problem(detail));
    }
}
