package org.bailiwick.hsm.pkcs11;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A private key in a token, as the token describes it now.
 *
 * @param id the CKA_ID, as hex; may be empty
 * @param label the key's own CKA_LABEL; may be empty
 * @param certificateLabel the CKA_LABEL of its certificate; may be empty
 * @param chain the certificate with the same CKA_ID, then its issuers as far as the token holds them; empty if the key
 *     has no certificate
 * @param sensitive CKA_SENSITIVE: the key cannot be read in plain
 * @param alwaysSensitive CKA_ALWAYS_SENSITIVE: it never could
 * @param extractable CKA_EXTRACTABLE: the key can be wrapped and taken away
 * @param neverExtractable CKA_NEVER_EXTRACTABLE: it never could
 * @param signs CKA_SIGN
 */
public record TokenKey(
        String id,
        String label,
        String certificateLabel,
        List<X509Certificate> chain,
        boolean sensitive,
        boolean alwaysSensitive,
        boolean extractable,
        boolean neverExtractable,
        boolean signs) {

    public TokenKey {
        chain = List.copyOf(chain);
    }

    /** The key's certificate. */
    public Optional<X509Certificate> certificate() {
        return chain.stream().findFirst();
    }

    /** Whether an operator may mean this key: the ceremony labels key and certificate alike, other tools may not. */
    public boolean isLabelled(String wanted) {
        return label.equals(wanted) || certificateLabel.equals(wanted);
    }
}
