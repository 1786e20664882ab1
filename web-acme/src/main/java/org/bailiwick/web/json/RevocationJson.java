package org.bailiwick.web.json;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.web.jws.Base64Url;
import org.jspecify.annotations.Nullable;

/** A revokeCert request (RFC 8555 §7.6). */
public final class RevocationJson {

    private final byte[] certificate;
    private final RevocationReason reason;

    private RevocationJson(byte[] certificate, RevocationReason reason) {
        this.certificate = certificate;
        this.reason = reason;
    }

    /**
     * Reads a payload.
     *
     * @throws AcmeException {@code malformed}, or {@code badRevocationReason}
     */
    public static RevocationJson parse(JsonObject payload) {
        if (payload.get("certificate") instanceof JsonString certificate) {
            return new RevocationJson(
                    Base64Url.decode("The \"certificate\"", certificate.getString()), reason(payload.get("reason")));
        }
        throw malformed(
                "\"certificate\" must be a string: the certificate's DER in base64url without padding (RFC 8555 §7.6).");
    }

    /** What is said to be the certificate's DER. The array is the caller's. */
    public byte[] certificate() {
        return certificate.clone();
    }

    /** Why; unspecified if it does not say. */
    public RevocationReason reason() {
        return reason;
    }

    private static RevocationReason reason(@Nullable JsonValue value) {
        if (value == null) {
            return RevocationReason.UNSPECIFIED;
        }
        if (value instanceof JsonNumber number && number.isIntegral()) {
            return RevocationReason.ofSubscriber(number.bigIntegerValueExact());
        }
        throw malformed("\"reason\" must be an integer: a CRLReason of RFC 5280 §5.3.1.");
    }

    private static AcmeException malformed(String detail) {
        return new AcmeException(ProblemType.MALFORMED.problem(detail));
    }
}
