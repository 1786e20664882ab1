package org.bailiwick.person;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bailiwick.admin.AdminException;

/**
 * Makes and compares password hashes, which is dear on purpose: a few at a time, so that whoever tries passwords does not keep
 * the server from its work. Not to be called while a database connection is held.
 */
@ApplicationScoped
public class Passwords {

    private static final int AT_ONCE = 2;
    private static final int PATIENCE_SECONDS = 5;

    /** Of nobody's password: to look for a name that there is not takes as long as for one that there is. */
    private static final String OF_NOBODY = PasswordHash.ofNobody();

    private final Semaphore room = new Semaphore(AT_ONCE, true);

    /** As it is to be kept. */
    public String hash(NewPassword password) {
        enter();
        try {
            return PasswordHash.of(password.text());
        } finally {
            room.release();
        }
    }

    /**
     * Whether somebody typed the right one.
     *
     * @param kept empty if there is none, which nothing matches
     */
    public boolean match(Optional<String> kept, String typed) {
        if (typed.length() > NewPassword.LONGEST) {
            return false;
        }
        enter();
        try {
            return PasswordHash.matches(kept.orElse(OF_NOBODY), NewPassword.normal(typed)) && kept.isPresent();
        } finally {
            room.release();
        }
    }

    private void enter() {
        try {
            if (room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        throw AdminException.conflict("Too many people log in at this moment; try again in a minute.");
    }
}
