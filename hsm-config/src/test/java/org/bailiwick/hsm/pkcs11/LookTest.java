package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LookTest {

    @Test
    void whatVanishedUnderItIsLookedForAgain() throws GeneralSecurityException, IOException {
        AtomicInteger taken = new AtomicInteger();
        assertThat(Look.repeated(() -> {
                    if (taken.incrementAndGet() < Look.MOST) {
                        throw new IOException("load failed", new ProviderException("CKR_OBJECT_HANDLE_INVALID"));
                    }
                    return "seen";
                }))
                .isEqualTo("seen");
        assertThat(taken).hasValue(Look.MOST);
    }

    @Test
    void notForEver() {
        AtomicInteger taken = new AtomicInteger();
        assertThatExceptionOfType(CryptokiException.class)
                .isThrownBy(() -> Look.repeated(() -> {
                    taken.incrementAndGet();
                    throw new CryptokiException("CKR_OBJECT_HANDLE_INVALID", null);
                }));
        assertThat(taken).hasValue(Look.MOST);
    }

    @Test
    void anythingElseIsForWhoConnects() {
        AtomicInteger taken = new AtomicInteger();
        assertThatExceptionOfType(CryptokiException.class)
                .isThrownBy(() -> Look.repeated(() -> {
                    taken.incrementAndGet();
                    throw new CryptokiException("CKR_SESSION_HANDLE_INVALID", null);
                }));
        assertThat(taken).hasValue(1);
    }
}
