package org.bailiwick.authority;

import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.jspecify.annotations.Nullable;

/**
 * Where a CA's key is, and how it signs.
 *
 * @param token the token's name among the settings; null for the server's own
 * @param label the label of the key in that token
 * @param scheme null for the one that is usual for such a key
 */
public record CaKey(@Nullable String token, String label, @Nullable SignatureScheme scheme) {

    /**
     * The key, ready to sign.
     *
     * @param here the token that it is in
     * @throws IllegalArgumentException if the scheme does not fit the key
     * @throws org.bailiwick.hsm.TokenException if the token or the key in it cannot be used
     */
    public CaSigner signer(Pkcs11Token here) {
        return scheme == null ? here.signer(label) : here.signer(label, scheme);
    }
}
