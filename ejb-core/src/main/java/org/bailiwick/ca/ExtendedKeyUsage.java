package org.bailiwick.ca;

import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What a certificate is for (RFC 5280 §4.2.1.12). A purpose that control of a name does not justify has no constant. */
public enum ExtendedKeyUsage {
    /** {@code id-kp-serverAuth}. */
    SERVER_AUTH,
    /** {@code id-kp-clientAuth}. */
    CLIENT_AUTH;

    KeyPurposeId purpose() {
        return switch (this) {
            case SERVER_AUTH -> KeyPurposeId.id_kp_serverAuth;
            case CLIENT_AUTH -> KeyPurposeId.id_kp_clientAuth;
        };
    }
}
