package org.bailiwick.web.jws;

import jakarta.json.JsonObject;
import java.util.List;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.eab.MacAlgorithm;
import org.bailiwick.json.StrictJson;

/**
 * The protected header of an external account binding (RFC 8555 §7.3.4): a MAC's algorithm, the key's id, the URL of the
 * request, and no nonce. Members that it does not use are ignored.
 *
 * @param alg the algorithm of the MAC
 * @param kid the external account key, as it was sent
 * @param url what the client believes it posts to, as it was sent
 */
public record MacHeader(MacAlgorithm alg, String kid, String url) {

    private static final String WHAT = "The protected header";

    /**
     * Reads one.
     *
     * @throws AcmeException {@code malformed}
     */
    static MacHeader parse(byte[] json) {
        JsonObject header = StrictJson.object(WHAT, json);
        for (String extension : ProtectedHeader.EXTENSIONS) {
            requireNone(header, extension, "ACME uses no such extension of JWS");
        }
        requireNone(header, "nonce", "only the outer one has (RFC 8555 §7.3.4)");
        requireNone(header, "jwk", "the key is named by \"kid\" alone (RFC 8555 §7.3.4)");
        return new MacHeader(
                algorithm(StrictJson.text(WHAT, header, "alg")),
                StrictJson.text(WHAT, header, "kid"),
                StrictJson.text(WHAT, header, "url"));
    }

    private static MacAlgorithm algorithm(String alg) {
        return MacAlgorithm.ofAlg(alg)
                .orElseThrow(() -> malformed(
                        "says \"alg\": \"%s\"; the secret that you were given makes a MAC, so it is one of %s (RFC 8555 §7.3.4)"
                                .formatted(
                                        Problem.printable(alg),
                                        String.join(
                                                ", ",
                                                List.of(MacAlgorithm.values()).stream()
                                                        .map(MacAlgorithm::name)
                                                        .toList()))));
    }

    private static void requireNone(JsonObject header, String name, String because) {
        if (header.containsKey(name)) {
            throw malformed("has a \"%s\"; %s".formatted(name, because));
        }
    }

    private static AcmeException malformed(String because) {
        return new AcmeException(ProblemType.MALFORMED.problem(WHAT + " " + because + "."));
    }
}
