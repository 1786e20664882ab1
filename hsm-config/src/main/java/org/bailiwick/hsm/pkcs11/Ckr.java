package org.bailiwick.hsm.pkcs11;

import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.PinRejected;
import org.bailiwick.hsm.TokenException.SignatureFailed;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The return values of PKCS#11 (version 2.40, §5.1), found in the messages of SunPKCS11's exceptions: it wraps the
 * library's answer three or four times, each time in another class.
 */
final class Ckr {

    private static final Pattern CODE = Pattern.compile("CKR_[A-Z0-9_]+|\\b0x\\p{XDigit}{8,16}\\b");

    private static final Set<String> ABOUT_THE_REQUEST = Set.of(
            "CKR_ATTRIBUTE_VALUE_INVALID",
            "CKR_CURVE_NOT_SUPPORTED",
            "CKR_DATA_INVALID",
            "CKR_DATA_LEN_RANGE",
            "CKR_DOMAIN_PARAMS_INVALID",
            "CKR_ENCRYPTED_DATA_LEN_RANGE",
            "CKR_KEY_FUNCTION_NOT_PERMITTED",
            "CKR_KEY_SIZE_RANGE",
            "CKR_KEY_TYPE_INCONSISTENT",
            "CKR_MECHANISM_INVALID",
            "CKR_MECHANISM_PARAM_INVALID",
            "CKR_TEMPLATE_INCONSISTENT");

    /** What SunPKCS11 says itself when as many sessions are in use as the token allows, or 32 if it does not tell. */
    private static final Set<String> NO_SESSION_FREE = Set.of("No more sessions available", "Could not obtain session");

    private static final String OTHER_SCHEME = "The token does not offer this scheme: choose another for this key.";

    private static final String WHEN_BUSY =
            "The token is well, and the next call may find a session free. If this comes"
                    + " often, raise the token's limit of sessions, close other programs that use it, or sign less at once.";

    private Ckr() {}

    /** The innermost code in a chain of causes; null if none is named, as when a library file is missing. */
    static @Nullable String in(Throwable failure) {
        String code = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null) {
                Matcher matcher = CODE.matcher(message);
                if (matcher.find()) {
                    code = matcher.group();
                }
            }
        }
        return code;
    }

    /** Whether the token is well and refuses this request: a new session would not change its mind. */
    static boolean isAboutTheRequest(Throwable failure) {
        String code = in(failure);
        return code != null && ABOUT_THE_REQUEST.contains(code);
    }

    /** Whether the token is well and its sessions are in use: a new login would take them from who uses them. */
    static boolean isBusy(Throwable failure) {
        if ("CKR_SESSION_COUNT".equals(in(failure))) {
            return true;
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null && NO_SESSION_FREE.contains(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    /** Whether an object was destroyed between being found and being used, or its session is gone with it. */
    static boolean isAboutAVanishedObject(Throwable failure) {
        return "CKR_OBJECT_HANDLE_INVALID".equals(in(failure));
    }

    /** Whether it is about the PIN: trying again could lock the token. */
    static boolean isAboutThePin(Throwable failure) {
        String code = in(failure);
        return code != null && code.contains("PIN_");
    }

    /** What we ourselves threw from within, while SunPKCS11 asked us for the PIN; null if nothing. */
    static @Nullable TokenException ours(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TokenException known) {
                return known;
            }
        }
        return null;
    }

    /** The exception for an operator. {@code what} is a clause such as {@code the token "ca" could not sign}. */
    static TokenException translate(String what, Throwable failure) {
        TokenException ours = ours(failure);
        if (ours != null) {
            return ours;
        }
        String code = in(failure);
        if (isAboutThePin(failure)) {
            return new PinRejected(sentence(what), hint(code), code, failure);
        }
        if (isAboutTheRequest(failure)) {
            return new SignatureFailed(sentence(what), hint(code), code, failure);
        }
        if (code == null && isUnknownAlgorithm(failure)) {
            return new SignatureFailed(
                    sentence(what) + ": the token does not offer this algorithm", OTHER_SCHEME, null, failure);
        }
        if (isBusy(failure)) {
            return new TokenUnavailable(sentence(what) + ": all its sessions are in use", WHEN_BUSY, code, failure);
        }
        return new TokenUnavailable(sentence(what), hint(code), code, failure);
    }

    /**
     * SunPKCS11 offers what the token's list of mechanisms has; it does not ask the token for the rest. It always offers a key
     * store: one that does not has been closed, and says nothing about the token.
     */
    private static boolean isUnknownAlgorithm(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KeyStoreException) {
                return false;
            }
            if (cause instanceof NoSuchAlgorithmException) {
                return true;
            }
        }
        return false;
    }

    private static String sentence(String what) {
        return Character.toUpperCase(what.charAt(0)) + what.substring(1);
    }

    private static String hint(@Nullable String code) {
        if (code == null) {
            return "Read the cause in the log, and check the path of the library, the label of the token, and that the"
                    + " token is connected.";
        }
        return switch (code) {
            case "CKR_PIN_INCORRECT", "CKR_PIN_INVALID", "CKR_PIN_LEN_RANGE" ->
                "Put the right PIN into the PIN file. It"
                        + " is not tried again until that file changes, so that the token does not lock itself.";
            case "CKR_PIN_LOCKED" -> "Too many wrong PINs were tried: the token's security officer must set a new one.";
            case "CKR_PIN_EXPIRED" -> "Set a new PIN with the token's own tool, then put it into the PIN file.";
            case "CKR_USER_PIN_NOT_INITIALIZED" -> "The token's security officer must set the user PIN first.";
            case "CKR_TOKEN_NOT_PRESENT", "CKR_TOKEN_NOT_RECOGNIZED", "CKR_SLOT_ID_INVALID", "CKR_DEVICE_REMOVED" ->
                "Connect the token, or correct its label; it is looked for at every call, no restart is needed.";
            case "CKR_DEVICE_ERROR", "CKR_DEVICE_MEMORY", "CKR_GENERAL_ERROR", "CKR_FUNCTION_FAILED" ->
                "Check that the HSM and the network to it are up, and its own log; SoftHSM says this if SOFTHSM2_CONF or"
                        + " its token folder is missing or not readable. No restart is needed once it is well.";
            case "CKR_OBJECT_HANDLE_INVALID" ->
                "A key or certificate in the token was destroyed while it was in use. Ask again; no restart is needed.";
            case "CKR_KEY_FUNCTION_NOT_PERMITTED" ->
                "The key was not made for this: it lacks CKA_SIGN, or CKA_ENCRYPT and CKA_DECRYPT.";
            case "CKR_MECHANISM_INVALID", "CKR_MECHANISM_PARAM_INVALID" -> OTHER_SCHEME;
            case "CKR_CURVE_NOT_SUPPORTED", "CKR_DOMAIN_PARAMS_INVALID", "CKR_KEY_SIZE_RANGE" ->
                "The token does not make such keys: choose another kind of key.";
            case "CKR_TEMPLATE_INCONSISTENT", "CKR_ATTRIBUTE_VALUE_INVALID" ->
                "The token does not make keys that are"
                        + " sensitive, not extractable and for one use only: check the policy set on the HSM.";
            default -> "Look the code up in the manual of the HSM. The next call tries again; no restart is needed.";
        };
    }
}
