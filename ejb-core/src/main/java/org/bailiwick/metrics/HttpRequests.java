package org.bailiwick.metrics;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts HTTP requests, each when it is answered. */
public final class HttpRequests {

    /** Anything else is a client's invention. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private HttpRequests() {}

    /**
     * Counts one.
     *
     * @param resource the resource method that answered; null if none did
     * @param began when it came, on the clock of {@link System#nanoTime}
     */
    public static void count(@Nullable Object resource, String method, int status, long began) {
        String label = resource == null ? BoundedLabel.OTHER : resource.toString();
        Metrics.HTTP_REQUESTS
                .labelValues(label, METHODS.contains(method) ? method : BoundedLabel.OTHER, Integer.toString(status))
                .inc();
        Metrics.HTTP_DURATION.labelValues(label).observe(Metrics.secondsSince(began));
    }
}
