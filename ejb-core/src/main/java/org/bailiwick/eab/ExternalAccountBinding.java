package org.bailiwick.eab;

/**
 * What a client shows in newAccount to be bound to an external account (RFC 8555 §7.3.4). Its form is right, and it is about
 * the key that signed the request; whether its MAC is, nobody has asked yet.
 */
public final class ExternalAccountBinding {

    private final MacAlgorithm algorithm;
    private final String kid;
    private final byte[] signingInput;
    private final byte[] mac;
    private final String document;

    /**
     * Makes one.
     *
     * @param kid as it was sent
     * @param signingInput the octets of RFC 7515 §5.2 step 8
     * @param mac as many octets as the algorithm makes
     * @param document the JWS, as the account shows it from now on
     */
    public ExternalAccountBinding(
            MacAlgorithm algorithm, String kid, byte[] signingInput, byte[] mac, String document) {
        if (mac.length != algorithm.length()) {
            throw new IllegalArgumentException("a MAC of another length than its algorithm makes");
        }
        this.algorithm = algorithm;
        this.kid = kid;
        this.signingInput = signingInput.clone();
        this.mac = mac.clone();
        this.document = document;
    }

    MacAlgorithm algorithm() {
        return algorithm;
    }

    String kid() {
        return kid;
    }

    byte[] signingInput() {
        return signingInput.clone();
    }

    byte[] mac() {
        return mac.clone();
    }

    String document() {
        return document;
    }
}
