package org.bailiwick.log;

import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * Which request or job a thread works for, so that each line that it logs says it. The log manager hands it to threads that
 * a thread makes, so whoever has put it takes it away again, and work on a pool's thread always ends with none.
 */
public final class LogContext {

    /** The id of an HTTP request; its client is told it. */
    public static final String REQUEST = "request";

    /** The name of a job and the id of what it is about. */
    public static final String JOB = "job";

    private LogContext() {}

    /**
     * A request comes.
     *
     * @return its id, 32 hexadecimal digits. It is never one that the client chose: that could be another request's
     */
    public static String enterRequest() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        String id = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        MDC.put(REQUEST, id);
        return id;
    }

    /** The thread is done with whatever it worked for. */
    public static void leave() {
        MDC.remove(REQUEST);
        MDC.remove(JOB);
    }

    /** Does the work of a job. */
    public static <T> T inJob(String job, Supplier<T> work) {
        MDC.put(JOB, job);
        try {
            return work.get();
        } finally {
            leave();
        }
    }

    /** Those threads, working for what this thread works for now. */
    public static Executor carriedBy(Executor threads) {
        Object request = MDC.get(REQUEST);
        Object job = MDC.get(JOB);
        return work -> threads.execute(() -> {
            put(REQUEST, request);
            put(JOB, job);
            try {
                work.run();
            } finally {
                leave();
            }
        });
    }

    private static void put(String key, @Nullable Object value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
