package org.bailiwick.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoundedSocketTest {

    private static final Duration AMPLE = Duration.ofSeconds(30);

    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private BoundedSocket connect(Duration limit) throws IOException {
        Deadline deadline = Deadline.in(limit);
        return BoundedSocket.connect(null, server.getInetAddress(), server.getLocalPort(), deadline, deadline);
    }

    @Test
    void noMoreIsReadThanTheLimit() throws IOException {
        try (BoundedSocket socket = connect(AMPLE);
                Socket peer = server.accept()) {
            peer.getOutputStream().write(new byte[BoundedSocket.READ_LIMIT + 1]);
            InputStream in = socket.getInputStream();
            assertThat(in.readNBytes(BoundedSocket.READ_LIMIT)).hasSize(BoundedSocket.READ_LIMIT);
            assertThatExceptionOfType(BoundedSocket.LimitExceeded.class).isThrownBy(in::read);
            assertThatExceptionOfType(BoundedSocket.LimitExceeded.class)
                    .isThrownBy(() -> socket.getInputStream().skip(1));
        }
    }

    @Test
    void aReadEndsWithTheDeadline() throws IOException {
        try (BoundedSocket socket = connect(Duration.ofMillis(100));
                Socket peer = server.accept()) {
            assertThat(peer.isConnected()).isTrue();
            InputStream in = socket.getInputStream();
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(in::read);
        }
    }

    /** A write cannot time out in Java; it must not have to wait for a peer that reads nothing. */
    @Test
    void noMoreIsWrittenThanTheKernelTakes() throws IOException {
        try (BoundedSocket socket = connect(AMPLE);
                Socket peer = server.accept()) {
            assertThat(peer.isConnected()).isTrue();
            OutputStream out = socket.getOutputStream();
            assertThatExceptionOfType(BoundedSocket.LimitExceeded.class).isThrownBy(() -> {
                while (true) {
                    out.write(new byte[1000]);
                    out.write(1);
                }
            });
        }
    }

    @Test
    void aClosedPortIsAnErrorAndNothingElse() throws IOException {
        server.close();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(AMPLE));
    }

    @Test
    void aDeadlineThatHasPassedConnectsNowhere() throws IOException {
        Deadline passed = Deadline.in(Duration.ZERO);
        assertThat(passed.passed()).isTrue();
        assertThatExceptionOfType(SocketTimeoutException.class)
                .isThrownBy(() -> BoundedSocket.connect(
                        null, server.getInetAddress(), server.getLocalPort(), passed, Deadline.in(AMPLE)));
    }

    @Test
    void aShareIsAPartOfWhatIsLeft() {
        Deadline whole = Deadline.in(Duration.ofMinutes(1));
        assertThat(whole.share(4).remaining()).isLessThanOrEqualTo(Duration.ofSeconds(15));
        assertThat(whole.share(1).remaining()).isLessThanOrEqualTo(Duration.ofMinutes(1));
        assertThat(whole.passed()).isFalse();
    }
}
