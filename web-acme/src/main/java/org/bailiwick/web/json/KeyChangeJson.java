package org.bailiwick.web.json;

import jakarta.json.JsonObject;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.json.StrictJson;
import org.bailiwick.web.jws.Jwk;

/**
 * A keyChange object (RFC 8555 §7.3.5).
 *
 * @param account the URL of the account, as it was sent
 * @param oldKey the key that it is said to have
 */
public record KeyChangeJson(String account, JwkThumbprint oldKey) {

    /**
     * Reads the payload of the inner JWS.
     *
     * @throws AcmeException {@code malformed}, or {@code badPublicKey} if the old key is none
     */
    public static KeyChangeJson parse(JsonObject payload) {
        String account = StrictJson.text("The keyChange object", payload, "account");
        if (payload.get("oldKey") instanceof JsonObject oldKey) {
            return new KeyChangeJson(account, Jwk.parse(oldKey).thumbprint());
        }
        throw new AcmeException(ProblemType.MALFORMED.problem(
                "\"oldKey\" must be the account's present public key as a JWK (RFC 8555 §7.3.5)."));
    }
}
