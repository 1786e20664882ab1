package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.lang.reflect.Field;
import java.security.GeneralSecurityException;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Closes the sessions of this process under everybody's feet. SunPKCS11 does not offer {@code C_CloseAllSessions}; but
 * SoftHSM counts handles, of sessions and of objects, from 1 on, so all can be closed one by one.
 *
 * <p>Between two calls, not within one: closing a session that another thread is using right now crashes SoftHSM, and with it
 * the JVM.
 */
final class Sessions {

    /** How many handles SoftHSM may have given out since the one before the last. */
    private static final int SPARE = 20_000;

    private Sessions() {}

    static void closeAll(Pkcs11TokenConfig config) {
        try {
            Cryptoki cryptoki = new Cryptoki(config.library().toRealPath().toString());
            ReentrantReadWriteLock.WriteLock calls =
                    lockOf(Pkcs11Library.at(config.library())).writeLock();
            calls.lock();
            try {
                SunPkcs11 sun = new SunPkcs11();
                Object library = sun.library(config.library().toRealPath().toString());
                long newest = sun.openSession(library, slot(cryptoki, config), 4);
                for (long handle = Math.max(1, newest - SPARE); handle <= newest; handle++) {
                    close(sun, library, handle);
                }
            } finally {
                calls.unlock();
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void close(SunPkcs11 sun, Object library, long handle) {
        try {
            sun.closeSession(library, handle);
        } catch (CryptokiException none) {
            // an object, or closed before
        }
    }

    private static long slot(Cryptoki cryptoki, Pkcs11TokenConfig config) throws CryptokiException {
        for (long slot : cryptoki.slots()) {
            if (cryptoki.tokenLabel(slot).equals(config.tokenLabel())) {
                return slot;
            }
        }
        throw new AssertionError("the token is gone");
    }

    /** What each call holds for reading, and who initialises the library afresh for writing. */
    static ReentrantReadWriteLock lockOf(Pkcs11Library library) {
        try {
            Field lock = Pkcs11Library.class.getDeclaredField("lock");
            lock.setAccessible(true);
            return (ReentrantReadWriteLock) lock.get(library);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the library's lock is not where it was", e);
        }
    }
}
