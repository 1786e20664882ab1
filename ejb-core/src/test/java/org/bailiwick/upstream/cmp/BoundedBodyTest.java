package org.bailiwick.upstream.cmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {

    private final AtomicBoolean cancelled = new AtomicBoolean();
    private final BoundedBody body = new BoundedBody(10);

    @Test
    void whatIsNotTooLongIsReadWhole() {
        begin();
        body.onNext(List.of(ByteBuffer.wrap(new byte[4]), ByteBuffer.wrap(new byte[4])));
        body.onNext(List.of(ByteBuffer.wrap(new byte[] {1, 2})));
        body.onComplete();
        assertThat(result()).isCompletedWithValueMatching(octets -> octets.length == 10 && octets[9] == 2);
        assertThat(cancelled).isFalse();
    }

    @Test
    void whatIsTooLongIsNotReadToItsEnd() {
        begin();
        body.onNext(List.of(ByteBuffer.wrap(new byte[10])));
        body.onNext(List.of(ByteBuffer.wrap(new byte[1]), ByteBuffer.wrap(new byte[1_000_000])));
        assertThat(result()).isCompletedExceptionally();
        assertThat(cancelled).isTrue();
    }

    private void begin() {
        body.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long most) {
                assertThat(most).isPositive();
            }

            @Override
            public void cancel() {
                cancelled.set(true);
            }
        });
    }

    private CompletableFuture<byte[]> result() {
        return body.getBody().toCompletableFuture();
    }
}
