package org.bailiwick.ocsp;

import jakarta.persistence.PersistenceException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bailiwick.ca.OcspError;
import org.bailiwick.ca.UnsoundOcspResponseException;
import org.bailiwick.hsm.TokenException;

/** Tells what hinders answers: those who ask by a number each, the log once until it is over. */
final class Outage {

    private static final Logger LOG = System.getLogger(Outage.class.getName());

    private final AtomicBoolean lasting = new AtomicBoolean();

    /** What whoever asked is told. */
    OcspError error(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof TokenException token) {
            begin("%s. %s".formatted(token.getMessage(), token.hint()));
            return OcspError.TRY_LATER;
        }
        if (cause instanceof TimeoutException) {
            begin("The token does not answer in time: check the HSM and the network to it.");
            return OcspError.TRY_LATER;
        }
        if (cause instanceof NoResponderException || cause instanceof PersistenceException) {
            begin(String.valueOf(cause.getMessage()));
            return OcspError.TRY_LATER;
        }
        if (cause instanceof UnsoundOcspResponseException) {
            begin(cause.getMessage() + ": the token gives wrong signatures.");
            return OcspError.TRY_LATER;
        }
        if (!lasting.getAndSet(true)) {
            LOG.log(Level.ERROR, "OCSP requests without a kept answer get none.", cause);
        }
        return OcspError.INTERNAL_ERROR;
    }

    private void begin(String what) {
        if (!lasting.getAndSet(true)) {
            LOG.log(Level.WARNING, "OCSP requests without a kept answer are told to try later. {0}", what);
        }
    }

    /** An answer was signed. */
    void over() {
        if (lasting.get() && lasting.getAndSet(false)) {
            LOG.log(Level.INFO, "OCSP answers are signed again.");
        }
    }
}
