package org.bailiwick.web.jws;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import org.bailiwick.account.JwsAlgorithm;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.json.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * The protected header of an ACME request (RFC 8555 §6.2). Members that ACME does not use, such as {@code jku} and
 * {@code x5c}, are ignored.
 *
 * @param alg the algorithm of the signature
 * @param nonce the anti-replay nonce, base64url; absent in the inner JWS of a key change (§7.3.5)
 * @param url what the client believes it posts to, as it was sent
 * @param kid the account's URL, as it was sent; there is either this or a {@code jwk}
 * @param jwk the key that signs
 */
public record ProtectedHeader(
        JwsAlgorithm alg, @Nullable String nonce, String url, @Nullable String kid, @Nullable Jwk jwk) {

    private static final String WHAT = "The protected header";

    /** Extensions that change what a signature means; RFC 7515 §4.1.11, RFC 7797 §3, RFC 7516 §4.1.3. */
    static final List<String> EXTENSIONS = List.of("crit", "b64", "zip");

    public ProtectedHeader {
        if (kid != null && jwk != null) {
            throw malformed("has both \"kid\" and \"jwk\"; exactly one says who signed (RFC 8555 §6.2)");
        }
        if (kid == null && jwk == null) {
            throw malformed("has neither \"kid\" nor \"jwk\"; exactly one says who signed (RFC 8555 §6.2)");
        }
    }

    /**
     * Reads a header.
     *
     * @throws AcmeException {@code badSignatureAlgorithm} for an algorithm that we do not know, {@code badPublicKey} for
     *     a {@code jwk} of such a kind, {@code malformed} for everything else
     */
    static ProtectedHeader parse(byte[] json) {
        JsonObject header = StrictJson.object(WHAT, json);
        JwsAlgorithm alg = algorithm(StrictJson.text(WHAT, header, "alg"));
        for (String extension : EXTENSIONS) {
            if (header.containsKey(extension)) {
                throw malformed("has \"%s\"; ACME uses no such extension of JWS".formatted(extension));
            }
        }
        return new ProtectedHeader(
                alg,
                nonce(header),
                StrictJson.text(WHAT, header, "url"),
                header.containsKey("kid") ? StrictJson.text(WHAT, header, "kid") : null,
                header.containsKey("jwk") ? jwk(header.get("jwk")) : null);
    }

    /** Whether an account signs ({@code kid}) rather than a bare key ({@code jwk}). */
    public boolean hasKid() {
        return kid != null;
    }

    /**
     * The account's URL, where a request must be signed by an account.
     *
     * @throws AcmeException {@code malformed} if it has a {@code jwk}
     */
    public String requireKid() {
        if (kid == null) {
            throw malformed("has a \"jwk\"; this request needs the account's URL as \"kid\" (RFC 8555 §6.2)");
        }
        return kid;
    }

    /**
     * The key, where a request must carry it.
     *
     * @throws AcmeException {@code malformed} if it has a {@code kid}
     */
    public Jwk requireJwk() {
        if (jwk == null) {
            throw malformed("has a \"kid\"; this request needs the public key as \"jwk\" (RFC 8555 §6.2)");
        }
        return jwk;
    }

    /**
     * The nonce, where a request must have one.
     *
     * @throws AcmeException {@code badNonce} if there is none (RFC 8555 §6.5)
     */
    public String requireNonce() {
        if (nonce == null) {
            throw new AcmeException(ProblemType.BAD_NONCE.problem(
                    WHAT + " has no \"nonce\"; take the one in the Replay-Nonce of this answer."));
        }
        return nonce;
    }

    /**
     * Demands the header of a JWS within another (RFC 8555 §7.3.5), which has no nonce and the other's {@code url}.
     *
     * @throws AcmeException {@code malformed}
     */
    public ProtectedHeader requireWithin(ProtectedHeader outer) {
        if (nonce != null) {
            throw malformed("has a \"nonce\"; only the outer one has (RFC 8555 §7.3.5)");
        }
        if (!url.equals(outer.url)) {
            throw malformed(
                    "has another \"url\" than the outer one; both are the URL of the request (RFC 8555 §7.3.5)");
        }
        return this;
    }

    private static JwsAlgorithm algorithm(String alg) {
        return JwsAlgorithm.ofAlg(alg)
                .orElseThrow(() -> new AcmeException(ProblemType.BAD_SIGNATURE_ALGORITHM.problem(
                        "The algorithm \"%s\" is not supported; use one of %s."
                                .formatted(Problem.printable(alg), String.join(", ", JwsAlgorithm.algs())))));
    }

    /** RFC 8555 §6.5.2: a nonce that is not base64url makes the JWS malformed, not its nonce bad. */
    private static @Nullable String nonce(JsonObject header) {
        if (!header.containsKey("nonce")) {
            return null;
        }
        String nonce = StrictJson.text(WHAT, header, "nonce");
        Base64Url.decode("The protected header's \"nonce\"", nonce);
        return nonce;
    }

    private static Jwk jwk(JsonValue value) {
        if (value instanceof JsonObject members) {
            return Jwk.parse(members);
        }
        throw malformed("has a \"jwk\" that is not a JSON object");
    }

    private static AcmeException malformed(String because) {
        return new AcmeException(ProblemType.MALFORMED.problem(WHAT + " " + because + "."));
    }
}
