package org.bailiwick.hsm.pkcs11;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import org.bailiwick.hsm.TokenException.PinRejected;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.jspecify.annotations.Nullable;

/**
 * The user PIN in its file: read when the token asks for it, wiped at once. SunPKCS11 asks only if nobody in this
 * process is logged in to the token yet. A file that others than its owner may read is refused.
 *
 * <p>A PIN that was rejected is not offered again until the file changes: every attempt counts towards the token's
 * lock, and an ACME server makes many.
 */
final class PinFile implements CallbackHandler {

    private static final String NOT_AGAIN = "Put the right PIN into %s (or touch the file to have the same PIN tried"
            + " again). It is not tried again before, so that the token does not lock itself.";

    private final Path file;
    private volatile @Nullable Stamp offered;
    private volatile @Nullable Rejection last;

    PinFile(Path file) {
        this.file = file;
    }

    /** Remembers that the token did not take what was read last. */
    void reject(@Nullable String code) {
        Stamp stamp = offered;
        if (stamp != null) {
            last = new Rejection(stamp, code);
        }
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (!(callback instanceof PasswordCallback password)) {
                throw new UnsupportedCallbackException(callback);
            }
            requireOwnersOnly();
            offered = stamp();
            char[] pin = read();
            try {
                password.setPassword(pin);
            } finally {
                Arrays.fill(pin, '\0');
            }
        }
    }

    /** @throws PinRejected if the file has not changed since its PIN was rejected */
    void requireUntried() {
        Rejection rejection = last;
        if (rejection != null && rejection.of().equals(stamp())) {
            throw new PinRejected(
                    "The PIN in " + file + " was rejected before", NOT_AGAIN.formatted(file), rejection.code(), null);
        }
    }

    /** Other file systems have other permissions, about which Java tells nothing we could judge. */
    private void requireOwnersOnly() {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions;
        try {
            permissions = view.readAttributes().permissions();
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (permissions.contains(PosixFilePermission.GROUP_READ)
                || permissions.contains(PosixFilePermission.OTHERS_READ)) {
            throw new PinRejected(
                    "The PIN file " + file + " can be read by others than its owner ("
                            + PosixFilePermissions.toString(permissions) + "), so its PIN is not used",
                    "Run \"chmod 600 " + file + "\"; the file must belong to the account this program runs as. If"
                            + " somebody else may have read the PIN, change it first.",
                    null,
                    null);
        }
    }

    private char[] read() {
        byte[] octets;
        try {
            octets = Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
        try {
            int length = octets.length;
            while (length > 0 && (octets[length - 1] == '\n' || octets[length - 1] == '\r')) {
                length--;
            }
            if (length == 0) {
                throw new PinRejected("The PIN file " + file + " is empty", NOT_AGAIN.formatted(file), null, null);
            }
            // One char per octet: the JDK hands each char's low octet to the library, so UTF-8 arrives as it was.
            char[] pin = new char[length];
            for (int i = 0; i < length; i++) {
                pin[i] = (char) (octets[i] & 0xff);
            }
            return pin;
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private Stamp stamp() {
        try {
            return new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private TokenUnavailable unreadable(IOException cause) {
        return new TokenUnavailable(
                "The PIN file " + file + " cannot be read",
                "Create it, readable by the account the server runs as and by nobody else.",
                null,
                cause);
    }

    private record Stamp(long modifiedMillis, long size) {}

    private record Rejection(Stamp of, @Nullable String code) {}
}
