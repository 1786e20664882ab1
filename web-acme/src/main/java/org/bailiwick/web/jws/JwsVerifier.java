package org.bailiwick.web.jws;

import org.bailiwick.account.AccountKey;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/**
 * Verifies the signature of a JWS (RFC 7515 §5.2). One that fails is {@code malformed}: RFC 8555 fixes no type, and this
 * is what clients know from other servers; {@code unauthorized} is kept for those of whom we know who they are.
 */
public final class JwsVerifier {

    private JwsVerifier() {}

    /**
     * Returns if the key made this signature over header and payload, by the key's one algorithm.
     *
     * @param header what {@code jws.header()} gave
     * @throws AcmeException {@code malformed}
     */
    public static void verify(FlattenedJws jws, ProtectedHeader header, AccountKey key) {
        String alg = header.alg().alg();
        if (header.alg() != key.algorithm()) {
            throw malformed("The protected header says \"alg\": \"%s\", but this key signs with %s."
                    .formatted(alg, key.algorithm().alg()));
        }
        byte[] signature = jws.signature();
        if (signature.length != key.signatureLength()) {
            throw malformed(
                    "The signature has %d octets; an %s signature of this key has %d, in the form of RFC 7518 §3 (no DER)."
                            .formatted(signature.length, alg, key.signatureLength()));
        }
        if (!header.alg().verify(key, jws.signingInput(), signature)) {
            throw malformed(
                    "The %s signature does not verify: another key made it, or the request was changed on its way."
                            .formatted(alg));
        }
    }

    private static AcmeException malformed(String sentence) {
        return new AcmeException(ProblemType.MALFORMED.problem(sentence));
    }
}
