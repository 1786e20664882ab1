package org.bailiwick.web.acme;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.JwkThumbprint;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.eab.ExternalAccountBinding;
import org.bailiwick.web.jws.FlattenedJws;
import org.bailiwick.web.jws.Jwk;
import org.bailiwick.web.jws.MacHeader;

/**
 * Reads the external account binding of a newAccount request (RFC 8555 §7.3.4): everything that can be judged without the
 * secret is right then.
 */
final class BindingRequest {

    private static final String MEMBER = "externalAccountBinding";

    /** What an account keeps and shows; the key of the largest account has less than 2,000. */
    private static final int MAXIMUM_LENGTH = 10_000;

    private BindingRequest() {}

    /**
     * What is within a request that is signed by the key that wants an account.
     *
     * @return empty if the request has none
     * @throws AcmeException {@code malformed}, or {@code badPublicKey} if the payload is a key of a kind that we do not accept
     */
    static Optional<ExternalAccountBinding> within(KeyRequest request) {
        JsonValue member = request.payload().get(MEMBER);
        if (member == null) {
            return Optional.empty();
        }
        if (!(member instanceof JsonObject jws)) {
            throw malformed("\"%s\" must be a JWS in the flattened JSON serialization, an object (RFC 8555 §7.3.4)."
                    .formatted(MEMBER));
        }
        String document = jws.toString();
        if (document.length() > MAXIMUM_LENGTH) {
            throw malformed("\"%s\" has more than %d characters.".formatted(MEMBER, MAXIMUM_LENGTH));
        }
        try {
            return Optional.of(read(FlattenedJws.of(jws), document, request));
        } catch (AcmeException refused) {
            throw new AcmeException(refused.problem().in("\"" + MEMBER + "\""), refused);
        }
    }

    private static ExternalAccountBinding read(FlattenedJws jws, String document, KeyRequest request) {
        MacHeader header = jws.macHeader();
        if (!header.url().equals(request.jws().header().url())) {
            throw malformed(
                    "The protected header has another \"url\" than the outer one; both are the URL of newAccount (RFC 8555 §7.3.4).");
        }
        JwkThumbprint bound = Jwk.parse(jws.payloadObject()).thumbprint();
        if (!bound.equals(request.key().thumbprint())) {
            throw malformed(
                    "The payload is another key than the \"jwk\" that signed the request; it is the same one (RFC 8555 §7.3.4).");
        }
        byte[] mac = jws.signature();
        if (mac.length != header.alg().length()) {
            throw malformed("The signature has %d octets; an %s MAC has %d."
                    .formatted(mac.length, header.alg().name(), header.alg().length()));
        }
        return new ExternalAccountBinding(header.alg(), header.kid(), jws.signingInput(), mac, document);
    }

    private static AcmeException malformed(String sentence) {
        return new AcmeException(ProblemType.MALFORMED.problem(sentence));
    }
}
