package org.bailiwick.eab;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret of an external account key: 32 random octets (RFC 8555 §7.3.4). It tells nobody but who asks for it. */
public final class ExternalAccountSecret {

    /** RFC 2104 §3 and RFC 7518 §3.2 want as many as the hash has; for SHA-384 and SHA-512, too, 256 bits are more than anybody guesses. */
    private static final int LENGTH = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] octets;

    private ExternalAccountSecret(byte[] octets) {
        this.octets = octets;
    }

    /** A fresh one. */
    public static ExternalAccountSecret random() {
        byte[] octets = new byte[LENGTH];
        RANDOM.nextBytes(octets);
        return new ExternalAccountSecret(octets);
    }

    static ExternalAccountSecret of(byte[] octets) {
        return new ExternalAccountSecret(octets.clone());
    }

    /** What its client is given, once: base64url without padding, as certbot and all others take it. */
    public String base64url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    byte[] octets() {
        return octets.clone();
    }

    /** Whether this made the MAC. How long that takes does not depend on where the two differ. */
    boolean verifies(ExternalAccountBinding binding) {
        return MessageDigest.isEqual(binding.algorithm().mac(octets, binding.signingInput()), binding.mac());
    }

    @Override
    public String toString() {
        return "ExternalAccountSecret[…]";
    }
}
