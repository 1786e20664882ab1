package org.bailiwick.hsm;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The token did not do what was asked. The message is a sentence for the operator, {@link #code()} the return value of
 * the PKCS#11 library that caused it, {@link #hint()} what to do about it. None of them ever holds a PIN.
 *
 * <p>Fail closed: whoever catches this issues nothing. {@link TokenUnavailable} may pass by itself, so a caller answers
 * "try again later"; the others stay until somebody acts.
 */
public abstract sealed class TokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final @Nullable String code;
    private final String hint;

    private TokenException(String message, String hint, @Nullable String code, @Nullable Throwable cause) {
        super(code == null ? message : message + " (" + code + ")", cause);
        this.code = code;
        this.hint = hint;
    }

    /**
     * The return value that says what is wrong, as PKCS#11 spells it, such as {@code CKR_DEVICE_REMOVED}; empty if none
     * does, as for a library that is not installed.
     */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    /** What to do, as a sentence. */
    public String hint() {
        return hint;
    }

    /** The token cannot be reached, now. The next call tries again. */
    public static final class TokenUnavailable extends TokenException {
        private static final long serialVersionUID = 1L;

        public TokenUnavailable(String message, String hint, @Nullable String code, @Nullable Throwable cause) {
            super(message, hint, code, cause);
        }
    }

    /** The token is there, and has no key with this label, more than one, or one that must not be used. */
    public static final class KeyNotFound extends TokenException {
        private static final long serialVersionUID = 1L;

        public KeyNotFound(String message, String hint, @Nullable String code, @Nullable Throwable cause) {
            super(message, hint, code, cause);
        }
    }

    /** The token does not accept the PIN, or its file is in such a state that the PIN was not offered. */
    public static final class PinRejected extends TokenException {
        private static final long serialVersionUID = 1L;

        public PinRejected(String message, String hint, @Nullable String code, @Nullable Throwable cause) {
            super(message, hint, code, cause);
        }
    }

    /** The token and the key are there, and the token refuses to use the key in this way. */
    public static final class SignatureFailed extends TokenException {
        private static final long serialVersionUID = 1L;

        public SignatureFailed(String message, String hint, @Nullable String code, @Nullable Throwable cause) {
            super(message, hint, code, cause);
        }
    }

    /** The token and the key are there, and what was to be decrypted is not what this key encrypted. */
    public static final class DecryptionFailed extends TokenException {
        private static final long serialVersionUID = 1L;

        public DecryptionFailed(String message, String hint, @Nullable String code, @Nullable Throwable cause) {
            super(message, hint, code, cause);
        }
    }
}
