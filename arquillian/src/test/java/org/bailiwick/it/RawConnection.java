package org.bailiwick.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.bailiwick.quickstart.RunningServer;

/** A TLS connection to a server, for requests that no HTTP client sends: what is sent is sent as it is. */
final class RawConnection implements AutoCloseable {

    /** Much longer than a server that is well keeps anybody waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SSLSocket socket;

    RawConnection(RunningServer server) throws IOException {
        socket = (SSLSocket) RunningServer.trusting(server.root())
                .getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), server.settings().httpsPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    /** Sends one request, head and body, and reads until the server closes; the request must ask it to. */
    static String answerTo(RunningServer server, String request) throws IOException {
        try (RawConnection connection = new RawConnection(server)) {
            connection.send(request);
            return connection.readToEnd();
        }
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /** What comes until there was a whole head. */
    String readHead() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            read.write(octet);
            if (read.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
                break;
            }
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    /**
     * What comes until the server closes or resets the connection.
     *
     * @throws SocketTimeoutException if it does neither
     */
    String readToEnd() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                read.write(octet);
            }
        } catch (SocketException | SSLException reset) {
            // an end, too
        }
        return read.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
