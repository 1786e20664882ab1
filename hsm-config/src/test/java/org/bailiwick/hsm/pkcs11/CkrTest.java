package org.bailiwick.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.PinRejected;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CkrTest {

    @ParameterizedTest
    @CsvSource({
        "CKR_PIN_INCORRECT, PinRejected",
        "CKR_PIN_LOCKED, PinRejected",
        "CKR_PIN_EXPIRED, PinRejected",
        "CKR_USER_PIN_NOT_INITIALIZED, PinRejected",
        "CKR_KEY_FUNCTION_NOT_PERMITTED, SignatureFailed",
        "CKR_MECHANISM_INVALID, SignatureFailed",
        "CKR_DATA_LEN_RANGE, SignatureFailed",
        "CKR_SESSION_HANDLE_INVALID, TokenUnavailable",
        "CKR_USER_NOT_LOGGED_IN, TokenUnavailable",
        "CKR_DEVICE_ERROR, TokenUnavailable",
        "CKR_DEVICE_REMOVED, TokenUnavailable",
        "CKR_OBJECT_HANDLE_INVALID, TokenUnavailable",
        "CKR_CRYPTOKI_NOT_INITIALIZED, TokenUnavailable",
        "0x80000123, TokenUnavailable"
    })
    void codeDecidesWhatItIsAndHasAHint(String code, String kind) {
        TokenException translated =
                Ckr.translate("the token did not sign", new ProviderException("outer", new IOException(code)));
        assertThat(translated.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(translated.code()).contains(code);
        assertThat(translated).hasMessage("The token did not sign (" + code + ")");
        assertThat(translated.hint()).endsWith(".");
    }

    @Test
    void innermostCodeCounts() {
        Throwable failure = new IOException("CKR_GENERAL_ERROR", new IOException("call: CKR_PIN_INCORRECT", null));
        assertThat(Ckr.in(failure)).isEqualTo("CKR_PIN_INCORRECT");
    }

    @Test
    void failureWithoutCodeIsUnavailable() {
        TokenException translated = Ckr.translate("it failed", new ProviderException("no slot"));
        assertThat(translated).isInstanceOf(TokenUnavailable.class).hasMessage("It failed");
        assertThat(translated.code()).isEmpty();
    }

    /** A token without RSA, or without PSS: the JDK has no such algorithm for it, and the token itself was not asked. */
    @Test
    void whatTheTokenHasNoMechanismForIsNotWorthAnotherTry() {
        TokenException translated = Ckr.translate(
                "the token did not sign",
                new IOException(new NoSuchAlgorithmException("no such algorithm: RSASSA-PSS for provider SunPKCS11")));
        assertThat(translated)
                .isInstanceOf(SignatureFailed.class)
                .hasMessage("The token did not sign: the token does not offer this algorithm");
        assertThat(translated.hint()).contains("choose another");
    }

    /** What SunPKCS11 says when its sessions were closed meanwhile; there is no other scheme to choose. */
    @Test
    void aClosedConnectionIsNoMissingScheme() {
        TokenException translated = Ckr.translate(
                "the token did not store the certificates",
                new KeyStoreException("PKCS11 not found", new NoSuchAlgorithmException("no such algorithm: PKCS11")));
        assertThat(translated).isInstanceOf(TokenUnavailable.class);
        assertThat(translated.hint()).doesNotContain("scheme");
    }

    @Test
    void whatWeThrewOurselvesComesOutAsItWas() {
        TokenException ours = new PinRejected("The PIN file is empty", "Fill it.", null, null);
        assertThat(Ckr.translate("it failed", new IOException("load failed", ours)))
                .isSameAs(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CKR_SESSION_COUNT", "No more sessions available", "Could not obtain session"})
    void tokenWithoutSessionIsBusy(String message) {
        Throwable failure = new IOException("load failed", new ProviderException(message));
        assertThat(Ckr.isBusy(failure)).isTrue();
        assertThat(Ckr.isAboutTheRequest(failure)).isFalse();
        TokenException translated = Ckr.translate("the token did not sign", failure);
        assertThat(translated)
                .isInstanceOf(TokenUnavailable.class)
                .hasMessageStartingWith("The token did not sign: all its sessions are in use");
        assertThat(translated.hint()).startsWith("The token is well").endsWith(".");
        assertThat(Ckr.isBusy(new ProviderException("CKR_SESSION_HANDLE_INVALID")))
                .isFalse();
    }

    @Test
    void onlyWhatIsAboutTheRequestIsNotWorthAnotherSession() {
        assertThat(Ckr.isAboutTheRequest(new IOException("CKR_MECHANISM_INVALID")))
                .isTrue();
        assertThat(Ckr.isAboutTheRequest(new IOException("CKR_FUNCTION_FAILED")))
                .isFalse();
        assertThat(Ckr.isAboutTheRequest(new IOException("other"))).isFalse();
        assertThat(Ckr.translate("x", new IOException("CKR_MECHANISM_INVALID"))).isInstanceOf(SignatureFailed.class);
    }
}
