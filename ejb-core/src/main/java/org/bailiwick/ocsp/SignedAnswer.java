package org.bailiwick.ocsp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.bailiwick.ca.OcspResponse;
import org.bailiwick.ca.OcspStatus;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one question without a nonce, as it was signed last. However many ask at once, it is signed once for each
 * status.
 *
 * <p>Safe for use by many threads. Moments of reading are on the clock of {@link System#nanoTime}.
 */
final class SignedAnswer {

    /** Then the next who asks has it signed anew, and does not wait for that. */
    private static final Duration OLD = Duration.ofMinutes(15);

    /** An answer that is over on its way to the client helps nobody; nor does one from before a clock was put back. */
    private static final Duration ON_ITS_WAY = Duration.ofMinutes(1);

    /**
     * What whoever asks gets.
     *
     * @param response when it is signed
     * @param kept whether it was there already
     */
    record Given(CompletableFuture<OcspResponse> response, boolean kept) {

        static Given ofKept(OcspResponse response) {
            return new Given(CompletableFuture.completedFuture(response), true);
        }

        static Given ofSigning(CompletableFuture<OcspResponse> response) {
            return new Given(response, false);
        }
    }

    private record Signed(OcspStatus status, OcspResponse response, long readAt) {}

    private record Signing(OcspStatus status, long readAt, CompletableFuture<OcspResponse> result) {}

    private @Nullable Signed signed;
    private @Nullable Signing signing;

    /** The answer, if its status was read after a moment and it is still good. */
    synchronized Optional<OcspResponse> readAfter(long moment, Instant now) {
        Signed last = signed;
        return last != null && last.readAt - moment > 0 && isGood(last, now)
                ? Optional.of(last.response)
                : Optional.empty();
    }

    /**
     * The answer that tells a status.
     *
     * @param readAt when the status was read
     * @param begin begins the signature
     */
    synchronized Given telling(
            OcspStatus status, long readAt, Instant now, Supplier<CompletableFuture<OcspResponse>> begin) {
        Signed last = signed;
        if (last == null || !last.status.equals(status) || !isGood(last, now)) {
            return Given.ofSigning(sign(status, readAt, begin));
        }
        if (readAt - last.readAt > 0) {
            signed = new Signed(status, last.response, readAt);
        }
        if (now.isAfter(last.response.producedAt().plus(OLD))) {
            CompletableFuture<OcspResponse> unused = sign(status, readAt, begin);
        }
        return Given.ofKept(last.response);
    }

    /** The last answer, whatever has become of the status, if it is still good: for when nobody can say. */
    synchronized Optional<OcspResponse> kept(Instant now) {
        return Optional.ofNullable(signed).filter(last -> isGood(last, now)).map(Signed::response);
    }

    private static boolean isGood(Signed last, Instant now) {
        return now.isBefore(last.response.nextUpdate().minus(ON_ITS_WAY))
                && !now.plus(ON_ITS_WAY).isBefore(last.response.producedAt());
    }

    private CompletableFuture<OcspResponse> sign(
            OcspStatus status, long readAt, Supplier<CompletableFuture<OcspResponse>> begin) {
        Signing running = signing;
        if (running != null && running.status.equals(status)) {
            return running.result;
        }
        Signing mine = new Signing(status, readAt, begin.get());
        signing = mine;
        return mine.result.whenComplete((response, failure) -> end(mine, response));
    }

    /** What was read before what is here does not take its place. */
    private synchronized void end(Signing ended, @Nullable OcspResponse response) {
        if (ended.equals(signing)) {
            signing = null;
        }
        Signed last = signed;
        if (response != null && (last == null || ended.readAt - last.readAt >= 0 || last.status.equals(ended.status))) {
            long readAt = last == null || ended.readAt - last.readAt > 0 ? ended.readAt : last.readAt;
            signed = new Signed(ended.status, response, readAt);
        }
    }
}
