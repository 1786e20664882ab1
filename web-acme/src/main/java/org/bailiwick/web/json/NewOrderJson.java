package org.bailiwick.web.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
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
import org.jspecify.annotations.Nullable;

/**
 * A newOrder request (RFC 8555 §7.4).
 *
 * @param identifiers canonical, without duplicates, in the client's order
 * @param replaces the certificate that the new one will replace (RFC 9773 §5)
 */
public record NewOrderJson(List<Identifier> identifiers, Optional<CertificateId> replaces) {

    private static final int MAXIMUM_IDENTIFIERS = 100;

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
                problems.add(refused.problem());
            }
        }
        if (!problems.isEmpty()) {
            throw new AcmeException(Problem.together(problems));
        }
        return new NewOrderJson(List.copyOf(canonical), replaces(payload.get("replaces")));
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

    private static AcmeException malformed(String detail) {
        return new AcmeException(ProblemType.MALFORMED.problem(detail));
    }
}
