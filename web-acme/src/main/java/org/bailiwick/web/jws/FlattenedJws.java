package org.bailiwick.web.jws;

import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.json.StrictJson;

/**
 * A JWS in the flattened JSON serialization (RFC 7515 §7.2.2) as RFC 8555 §6.2 restricts it: one signature, no
 * unprotected header. Its parts are decoded; its signature is not verified, see {@link JwsVerifier}.
 */
public final class FlattenedJws {

    /** The octets that a request's body may have. */
    public static final int MAXIMUM_SIZE = 64 * 1024;

    private static final String WHAT = "The JWS";
    private static final Set<String> MEMBERS = Set.of("protected", "payload", "signature");

    private final String protected64;
    private final String payload64;
    private final byte[] protectedHeader;
    private final byte[] payload;
    private final byte[] signature;

    private FlattenedJws(JsonObject jws) {
        for (String name : jws.keySet()) {
            requireMember(name);
        }
        protected64 = StrictJson.text(WHAT, jws, "protected");
        payload64 = StrictJson.text(WHAT, jws, "payload");
        protectedHeader = Base64Url.decode("The JWS's \"protected\"", protected64);
        payload = Base64Url.decode("The JWS's \"payload\"", payload64);
        signature = Base64Url.decode("The JWS's \"signature\"", StrictJson.text(WHAT, jws, "signature"));
    }

    /**
     * Reads the body of a request, or a payload that is itself a JWS (RFC 8555 §7.3.5).
     *
     * @throws AcmeException {@code malformed}
     */
    public static FlattenedJws parse(byte[] body) {
        if (body.length > MAXIMUM_SIZE) {
            throw malformed("The JWS has %d octets; at most %d are accepted.".formatted(body.length, MAXIMUM_SIZE));
        }
        return of(StrictJson.object(WHAT, body));
    }

    /**
     * Reads a JWS that is a member of another object (RFC 8555 §7.3.4).
     *
     * @throws AcmeException {@code malformed}
     */
    public static FlattenedJws of(JsonObject jws) {
        return new FlattenedJws(jws);
    }

    /**
     * The protected header, parsed anew at each call.
     *
     * @throws AcmeException {@code malformed} or {@code badSignatureAlgorithm}
     */
    public ProtectedHeader header() {
        return ProtectedHeader.parse(protectedHeader);
    }

    /**
     * The protected header of one that a MAC makes, parsed anew at each call.
     *
     * @throws AcmeException {@code malformed}
     */
    public MacHeader macHeader() {
        return MacHeader.parse(protectedHeader);
    }

    /** The payload; not to be believed before the signature is verified. The array is the caller's. */
    public byte[] payload() {
        return payload.clone();
    }

    /**
     * The payload as the JSON object that most requests have, parsed anew at each call.
     *
     * @throws AcmeException {@code malformed} if it is none, or empty
     */
    public JsonObject payloadObject() {
        if (isPostAsGet()) {
            throw malformed("The JWS's payload is empty; a JSON object is expected here, {} at least.");
        }
        return StrictJson.object("The JWS's payload", payload);
    }

    /** Whether the payload is empty, which makes the request a POST-as-GET (RFC 8555 §6.3). */
    public boolean isPostAsGet() {
        return payload.length == 0;
    }

    /** The octets that are signed (RFC 7515 §5.2 step 8). */
    public byte[] signingInput() {
        return (protected64 + "." + payload64).getBytes(StandardCharsets.US_ASCII);
    }

    /** The signature's octets; perhaps none. The array is the caller's. */
    public byte[] signature() {
        return signature.clone();
    }

    private static void requireMember(String name) {
        switch (name) {
            case "header" ->
                throw malformed(
                        "The JWS has an unprotected \"header\"; put its members in \"protected\" (RFC 8555 §6.2).");
            case "signatures" ->
                throw malformed("The JWS has \"signatures\"; use the flattened serialization with one \"signature\""
                        + " (RFC 8555 §6.2).");
            default -> {
                if (!MEMBERS.contains(name)) {
                    throw malformed(
                            "The JWS has a member \"%s\"; it has \"protected\", \"payload\" and \"signature\" only."
                                    .formatted(Problem.printable(name)));
                }
            }
        }
    }

    private static AcmeException malformed(String sentence) {
        return new AcmeException(ProblemType.MALFORMED.problem(sentence));
    }
}
