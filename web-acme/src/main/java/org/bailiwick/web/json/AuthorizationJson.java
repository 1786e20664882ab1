package org.bailiwick.web.json;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.authorization.Authorization;

/** An authorization as a client reads it (RFC 8555 §7.1.4). */
public final class AuthorizationJson {

    private static final JsonProvider JSON = JsonProvider.provider();

    private AuthorizationJson() {}

    /**
     * Demands the one change that a client can make: to give the authorization up (§7.5.2).
     *
     * @throws AcmeException {@code malformed}
     */
    public static void requireDeactivation(JsonObject payload) {
        if (!(payload.get("status") instanceof JsonString status)
                || !status.getString().equals("deactivated")) {
            throw new AcmeException(
                    ProblemType.MALFORMED.problem(
                            "Of an authorization only the \"status\" can be changed, to \"deactivated\" (RFC 8555 §7.5.2); to read it, send the empty string as payload, not {} (§6.3)."));
        }
    }

    /**
     * Writes an authorization.
     *
     * @param challengeUrl where each of its challenges is
     */
    public static JsonObject of(Authorization authorization, Function<ResourceId, URI> challengeUrl, Instant now) {
        JsonArrayBuilder challenges = JSON.createArrayBuilder();
        authorization
                .challenges()
                .forEach(each -> challenges.add(ChallengeJson.of(each, challengeUrl.apply(each.id()))));
        JsonObjectBuilder json = JSON.createObjectBuilder()
                .add("status", authorization.statusAt(now).name().toLowerCase(Locale.ROOT))
                .add("expires", OrderJson.time(authorization.expiresAt()))
                .add("identifier", OrderJson.of(withoutWildcard(authorization.identifier())))
                .add("challenges", challenges);
        if (authorization.wildcard()) {
            json.add("wildcard", true);
        }
        return json.build();
    }

    /** §7.1.4: the identifier of a wildcard's authorization is its base name. */
    private static Identifier withoutWildcard(Identifier identifier) {
        return identifier instanceof DnsIdentifier name ? new DnsIdentifier(name.baseName()) : identifier;
    }
}
