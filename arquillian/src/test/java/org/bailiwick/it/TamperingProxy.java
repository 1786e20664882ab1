package org.bailiwick.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stands between registration authorities and their CA, below HTTP, and does with some of their exchanges what networks and
 * enemies do. All others pass as they are.
 */
final class TamperingProxy implements AutoCloseable {

    private static final byte[] NOTHING = {};
    private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: *(\\d+)");
    private static final Pattern CHUNKED = Pattern.compile("(?im)^transfer-encoding: *chunked");
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final int SECONDS = 120;

    private final ServerSocket listening;
    private final int port;
    private final Queue<Tampering> tamperings = new ConcurrentLinkedQueue<>();
    private volatile byte[] last = NOTHING;

    /** What is done with an exchange. */
    @FunctionalInterface
    interface Tampering {

        /**
         * Does it.
         *
         * @param request as it came, HTTP and all
         * @return what is sent back before the connection is closed
         */
        byte[] answer(byte[] request, Far far) throws IOException, InterruptedException;
    }

    /** The other end. */
    @FunctionalInterface
    interface Far {

        /** Sends a request there: the answer. */
        byte[] exchange(byte[] request) throws IOException;
    }

    /** @param port of what is behind it, on loopback */
    TamperingProxy(int port) throws IOException {
        this.port = port;
        this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        begin(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next exchanges are tampered with, one each. */
    void tamper(Tampering... all) {
        tamperings.addAll(Arrays.asList(all));
    }

    /** The same, and none of them is answered before all have begun. */
    void tamperTogether(Tampering... all) {
        CountDownLatch begun = new CountDownLatch(all.length);
        for (Tampering each : all) {
            tamper((request, far) -> {
                begun.countDown();
                if (!begun.await(SECONDS, TimeUnit.SECONDS)) {
                    throw new IOException("they did not all come");
                }
                return each.answer(request, far);
            });
        }
    }

    /** How many of these exchanges are still to come. */
    int left() {
        return tamperings.size();
    }

    /** The answer is lost. */
    static Tampering lost() {
        return (request, far) -> {
            far.exchange(request);
            return NOTHING;
        };
    }

    /** The request is lost. */
    static Tampering unsent() {
        return (request, far) -> NOTHING;
    }

    /** The request comes twice. */
    static Tampering askedTwice() {
        return (request, far) -> {
            byte[] first = far.exchange(request);
            byte[] second = far.exchange(request);
            return second.length > 0 ? second : first;
        };
    }

    /** The answer comes twice. */
    static Tampering answeredTwice() {
        return (request, far) -> {
            byte[] answer = far.exchange(request);
            byte[] twice = Arrays.copyOf(answer, 2 * answer.length);
            System.arraycopy(answer, 0, twice, answer.length, answer.length);
            return twice;
        };
    }

    /** The answer to something else comes, and the CA hears nothing. */
    Tampering stale() {
        return (request, far) -> last;
    }

    /** An octet of the request is another one. */
    static Tampering alteredRequest(String word) {
        return (request, far) -> far.exchange(altered(request, word));
    }

    /** An octet of the answer is another one. */
    static Tampering alteredAnswer(String word) {
        return (request, far) -> altered(far.exchange(request), word);
    }

    /** Half of the answer comes. */
    static Tampering truncated() {
        return (request, far) -> {
            byte[] answer = far.exchange(request);
            return Arrays.copyOf(answer, answer.length / 2);
        };
    }

    /** A megabyte comes. */
    static Tampering oversized() {
        return (request, far) -> {
            byte[] header = "HTTP/1.1 200 OK\r\nContent-Type: application/pkixcmp\r\nContent-Length: 1000000\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            return Arrays.copyOf(header, header.length + 1_000_000);
        };
    }

    /** The last occurrence of a word has another letter. */
    private static byte[] altered(byte[] message, String word) throws IOException {
        byte[] letters = word.getBytes(StandardCharsets.US_ASCII);
        for (int i = message.length - letters.length; i >= 0; i--) {
            if (Arrays.equals(message, i, i + letters.length, letters, 0, letters.length)) {
                byte[] other = message.clone();
                other[i] ^= 1;
                return other;
            }
        }
        throw new IOException("there is no such word in it: " + word);
    }

    /** The answer waits here, until the test has done what it will. */
    static final class Held implements Tampering {

        private final CountDownLatch answered = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public byte[] answer(byte[] request, Far far) throws IOException, InterruptedException {
            byte[] answer = far.exchange(request);
            answered.countDown();
            return released.await(SECONDS, TimeUnit.SECONDS) ? answer : NOTHING;
        }

        /** Waits until the CA has answered. */
        void await() throws InterruptedException {
            if (!answered.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing was asked");
            }
        }

        void release() {
            released.countDown();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = listening.accept();
                begin(() -> serve(near));
            }
        } catch (IOException closed) {
            // the tests are over
        }
    }

    private static void begin(Runnable work) {
        Thread thread = new Thread(work, "tampering proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket near) {
        try (near;
                Line line = new Line()) {
            InputStream in = near.getInputStream();
            for (byte[] request = message(in); request.length > 0; request = message(in)) {
                Tampering tampering = tamperings.poll();
                byte[] answer = tampering == null ? honest(request, line) : tampering.answer(request, this::exchange);
                near.getOutputStream().write(answer);
                near.getOutputStream().flush();
                if (tampering != null || answer.length == 0) {
                    return;
                }
            }
        } catch (IOException ended) {
            // one of the two is gone: the other sees it by the end of its connection
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] honest(byte[] request, Line line) throws IOException {
        byte[] answer = line.exchange(request);
        last = answer;
        return answer;
    }

    private byte[] exchange(byte[] request) throws IOException {
        try (Line line = new Line()) {
            return line.exchange(request);
        }
    }

    /** A connection to the other end, which may take its end for that of a transaction. */
    private final class Line implements AutoCloseable {

        private @Nullable Socket far;

        byte[] exchange(byte[] request) throws IOException {
            Socket open = far;
            if (open != null) {
                try {
                    byte[] answer = over(open, request);
                    if (answer.length > 0) {
                        return answer;
                    }
                } catch (SocketException ended) {
                    // it was closed since it was used last
                }
                close();
            }
            Socket fresh = new Socket(InetAddress.getLoopbackAddress(), port);
            far = fresh;
            return over(fresh, request);
        }

        private static byte[] over(Socket far, byte[] request) throws IOException {
            far.setSoTimeout(SECONDS * 1_000);
            far.getOutputStream().write(request);
            far.getOutputStream().flush();
            return message(far.getInputStream());
        }

        @Override
        public void close() throws IOException {
            Socket open = far;
            far = null;
            if (open != null) {
                open.close();
            }
        }
    }

    /** One message of HTTP/1.1; empty at the end of a connection. */
    private static byte[] message(InputStream in) throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        String headers = until(in, message, "\r\n\r\n");
        if (headers.isEmpty()) {
            return NOTHING;
        }
        Matcher length = LENGTH.matcher(headers);
        if (length.find()) {
            int octets = Integer.parseInt(length.group(1));
            byte[] body = in.readNBytes(octets);
            if (body.length < octets) {
                throw new IOException("a message has broken off");
            }
            message.write(body, 0, body.length);
        } else if (CHUNKED.matcher(headers).find()) {
            until(in, message, LAST_CHUNK);
        }
        return message.toByteArray();
    }

    /** Reads up to an end: all that was read so far, as text; empty if the connection has ended before. */
    private static String until(InputStream in, ByteArrayOutputStream message, String end) throws IOException {
        byte[] wanted = end.getBytes(StandardCharsets.ISO_8859_1);
        byte[] window = new byte[wanted.length];
        while (!Arrays.equals(window, wanted)) {
            int octet = in.read();
            if (octet < 0) {
                return "";
            }
            message.write(octet);
            System.arraycopy(window, 1, window, 0, window.length - 1);
            window[window.length - 1] = (byte) octet;
        }
        return message.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
