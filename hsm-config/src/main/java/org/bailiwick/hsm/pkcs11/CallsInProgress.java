package org.bailiwick.hsm.pkcs11;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The calls to a library that have not returned yet, so that nobody waits for those that hang. */
final class CallsInProgress {

    /** A call that takes longer hangs, or makes an RSA key; either way others had better not wait for it. */
    static final long PATIENCE_SECONDS = 3;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);

    private final Set<Call> calls = ConcurrentHashMap.newKeySet();

    /** One call, or several in a row. Not a record: each equals itself only. */
    final class Call {

        private final String tokenLabel;
        private final long since = System.nanoTime();

        private Call(String tokenLabel) {
            this.tokenLabel = tokenLabel;
        }

        private boolean hangs() {
            return System.nanoTime() - since >= PATIENCE_NANOS;
        }

        /** Notes that it has returned. */
        void end() {
            calls.remove(this);
        }
    }

    /** Notes that one begins. */
    Call begin(String tokenLabel) {
        Call call = new Call(tokenLabel);
        calls.add(call);
        return call;
    }

    /** Whether a call hangs, to whatever token. */
    boolean anyHangs() {
        return calls.stream().anyMatch(Call::hangs);
    }

    /** Whether a call to a token hangs. */
    boolean anyHangs(String tokenLabel) {
        return calls.stream().anyMatch(call -> call.tokenLabel.equals(tokenLabel) && call.hangs());
    }
}
