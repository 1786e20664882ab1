package org.bailiwick.validation;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** The moment by which something must be over. Monotonic: a step of the system's clock neither cuts nor stretches it. */
final class Deadline {

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    static Deadline in(Duration limit) {
        return new Deadline(System.nanoTime() + limit.toNanos());
    }

    boolean passed() {
        return remaining().isZero();
    }

    /** Zero once it has passed. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    /**
     * What is left, for {@code java.net}.
     *
     * @return milliseconds, at least 1 (0 would mean "forever")
     * @throws SocketTimeoutException if nothing is left
     */
    int remainingMillis() throws SocketTimeoutException {
        Duration left = remaining();
        if (left.isZero()) {
            throw new SocketTimeoutException("the deadline has passed");
        }
        return (int) Math.max(1, left.toMillis());
    }

    /** The end of the first of so many equal parts of what is left. */
    Deadline share(int parts) {
        return in(remaining().dividedBy(parts));
    }
}
