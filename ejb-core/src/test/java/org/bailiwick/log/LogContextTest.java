package org.bailiwick.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogContextTest {

    private final ExecutorService pool = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        LogContext.leave();
        pool.shutdownNow();
    }

    @Test
    void eachRequestHasAnIdOfItsOwnAsLongAsItIsServed() {
        String first = LogContext.enterRequest();
        assertThat(first).matches("[0-9a-f]{32}");
        assertThat(request()).isEqualTo(first);
        assertThat(LogContext.enterRequest()).isNotEqualTo(first);
        LogContext.leave();
        assertThat(request()).isNull();
    }

    @Test
    void otherThreadsThatWorkForARequestHaveItsIdAndNoLonger() {
        String id = LogContext.enterRequest();
        Executor carrying = LogContext.carriedBy(pool);
        LogContext.enterRequest();
        List<@Nullable Object> seen = new ArrayList<>();
        CompletableFuture.runAsync(() -> seen.add(request()), carrying).join();
        CompletableFuture.runAsync(() -> seen.add(request()), pool).join();
        assertThat(seen).containsExactly(id, null);
    }

    /** The log manager hands the context of a thread to those that it makes. */
    @Test
    void aThreadThatWasMadeForARequestDoesNotStayWithIt() {
        LogContext.enterRequest();
        CompletableFuture.runAsync(() -> {}, pool).join();
        LogContext.leave();
        Executor carrying = LogContext.carriedBy(pool);
        assertThat(CompletableFuture.supplyAsync(() -> request() == null, carrying)
                        .join())
                .isTrue();
    }

    @Test
    void aJobSaysWhichItIs() {
        assertThat(LogContext.inJob("sweep", () -> MDC.get(LogContext.JOB))).isEqualTo("sweep");
        assertThat(MDC.get(LogContext.JOB)).isNull();
    }

    private static @Nullable Object request() {
        return MDC.get(LogContext.REQUEST);
    }
}
