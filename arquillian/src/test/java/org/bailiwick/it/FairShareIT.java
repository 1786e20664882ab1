package org.bailiwick.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bailiwick.it.AcmeClient.Answer;
import org.bailiwick.quickstart.RunningServer;
import org.junit.jupiter.api.Test;

/** Validations wait for hosts of strangers: whose hosts do not answer keeps nobody else waiting. */
class FairShareIT {

    private final RunningServer server = SharedServer.get();

    @Test
    void oneAccountIsAttemptedAFewTimesAtOnceHoweverManyChallengesItHas() throws IOException, InterruptedException {
        AcmeClient slow = Clients.registered();
        AcmeClient other = Clients.registered();
        try (SilentHost silent = new SilentHost(server.settings().tlsAlpn01Port());
                ChallengeResponder responder =
                        new ChallengeResponder(server.settings().http01Port())) {
            // more than a node has threads for
            Answer order = slow.newOrder(IntStream.range(0, 80)
                    .mapToObj(i -> "hangs-" + i + ".localhost")
                    .toArray(String[]::new));
            for (String authorization : Clients.authorizations(order.json())) {
                String challenge =
                        Clients.challenge(slow, authorization, "tls-alpn-01").getString("url");
                assertThat(slow.post(challenge, "{}").json().getString("status"))
                        .isEqualTo("processing");
            }

            Clients.readyOrder(other, responder, "quick.localhost");

            assertThat(silent.mostAtOnce()).isPositive().isLessThanOrEqualTo(8);
            slow.post(slow.account(), "{\"status\":\"deactivated\"}");
        }
    }

    /** Takes connections and says nothing; counts how many are open at once. */
    private static final class SilentHost implements AutoCloseable {

        private final ServerSocketChannel listener = ServerSocketChannel.open();
        private final List<SocketChannel> open = new ArrayList<>();
        private int mostAtOnce;

        SilentHost(int port) throws IOException {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            Thread thread = new Thread(this::listen, "silent host");
            thread.setDaemon(true);
            thread.start();
        }

        synchronized int mostAtOnce() {
            return mostAtOnce;
        }

        private void listen() {
            try {
                while (true) {
                    add(listener.accept());
                }
            } catch (AsynchronousCloseException closing) {
                // the end
            } catch (IOException broken) {
                throw new IllegalStateException("the silent host breaks off", broken);
            }
        }

        /** What was closed at the other end before this one was opened there is not open any more. */
        private synchronized void add(SocketChannel connection) throws IOException {
            connection.configureBlocking(false);
            open.removeIf(SilentHost::isOver);
            open.add(connection);
            mostAtOnce = Math.max(mostAtOnce, open.size());
        }

        private static boolean isOver(SocketChannel connection) {
            try {
                ByteBuffer said = ByteBuffer.allocate(4096);
                int read = connection.read(said);
                while (read > 0) {
                    read = connection.read(said.clear());
                }
                return read < 0;
            } catch (IOException reset) {
                return true;
            }
        }

        @Override
        public synchronized void close() throws IOException {
            listener.close();
            for (SocketChannel connection : open) {
                connection.close();
            }
        }
    }
}
