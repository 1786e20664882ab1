package org.bailiwick.authority.standing;

import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;

/** Keys as people name them. */
public final class KeyText {

    private KeyText() {}

    /** As {@code EC P-384} or {@code RSA 3072}. */
    public static String of(PublicKey key) {
        if (key instanceof RSAKey rsa) {
            return "RSA " + rsa.getModulus().bitLength();
        }
        return key instanceof ECKey curve
                ? "EC P-" + curve.getParams().getCurve().getField().getFieldSize()
                : key.getAlgorithm();
    }
}
