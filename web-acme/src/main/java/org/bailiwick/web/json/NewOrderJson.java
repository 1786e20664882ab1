package org.bailiwick.web.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.ca.CertificateId;
import org.bailiwick.ca.RequestedValidity;
import org.bailiwick.order.OrderRequest;
import org.jspecify.annotations.Nullable;

/** A newOrder request (RFC 8555 §7.4). */
public final class NewOrderJson {

    private static final int MAXIMUM_IDENTIFIERS = 100;

    /** What is longer is no name, and not worth repeating. */
    private static final int LONGEST_NAME = 260;

    private NewOrderJson() {}

    /**
     * Reads a payload.
     *
     * @throws AcmeException {@code malformed}
     */
    public static OrderRequest parse(JsonObject payload) {
        Set<Identifier> canonical = new LinkedHashSet<>();
        List<Problem> refused = new ArrayList<>();
        for (JsonValue each : identifiers(payload)) {
            try {
                canonical.add(identifier(each));
            } catch (AcmeException refusal) {
                refused.add(about(each, refusal.problem()));
            }
        }
        return new OrderRequest(
                List.copyOf(canonical),
                refused,
                profile(payload),
                new RequestedValidity(time(payload, "notBefore"), time(payload, "notAfter")),
                replaces(payload.get("replaces")));
    }

    private static Optional<String> profile(JsonObject payload) {
        if (!payload.containsKey("profile")) {
            return Optional.empty();
        }
        if (payload.get("profile") instanceof JsonString profile) {
            return Optional.of(profile.getString());
        }
        throw malformed("\"profile\" must be a string: the name of a profile.");
    }

    private static Optional<Instant> time(JsonObject payload, String member) {
        if (!payload.containsKey(member)) {
            return Optional.empty();
        }
        if (payload.get(member) instanceof JsonString text) {
            try {
                return Optional.of(OffsetDateTime.parse(text.getString()).toInstant());
            } catch (DateTimeParseException noTime) {
                throw malformed(
                        "\"%s\" is not a time as RFC 3339 writes it, like 2026-07-01T00:00:00Z.".formatted(member));
            }
        }
        throw malformed("\"%s\" must be a string with a time as RFC 3339 writes it.".formatted(member));
    }

    private static JsonArray identifiers(JsonObject payload) {
        if (!(payload.get("identifiers") instanceof JsonArray identifiers) || identifiers.isEmpty()) {
            throw malformed("\"identifiers\" must be an array with at least one identifier (RFC 8555 §7.4).");
        }
        if (identifiers.size() > MAXIMUM_IDENTIFIERS) {
            throw malformed("%d identifiers are too many for one certificate; ask for at most %d."
                    .formatted(identifiers.size(), MAXIMUM_IDENTIFIERS));
        }
        return identifiers;
    }

    private static Optional<CertificateId> replaces(@Nullable JsonValue value) {
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof JsonString id) {
            return Optional.of(CertificateId.parse(id.getString()));
        }
        throw malformed("\"replaces\" must be a string: a certificate identifier of RFC 9773 §4.1.");
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
