package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;

/**
 * A look at what is in the token: which objects there are, then each one's values. Others make and destroy keys meanwhile,
 * so that one that was found may be gone when it is read (CKR_OBJECT_HANDLE_INVALID). Nothing is wrong with the token or the
 * connection then: the next look does not find it any more.
 *
 * @param <R> what is seen
 */
@FunctionalInterface
interface Look<R> {

    /** How often at most. Somebody would have to destroy an object each time. */
    int MOST = 5;

    R take() throws GeneralSecurityException, IOException;

    /** Takes it, again if an object vanished under it. Changes nothing in the token, so that repeating does no harm. */
    static <R> R repeated(Look<R> look) throws GeneralSecurityException, IOException {
        for (int taken = 1; taken < MOST; taken++) {
            try {
                return look.take();
            } catch (ProviderException | GeneralSecurityException | IOException e) {
                if (!Ckr.isAboutAVanishedObject(e)) {
                    throw e;
                }
            }
        }
        return look.take();
    }
}
