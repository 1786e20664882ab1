package org.bailiwick.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** One kept-alive connection by plain HTTP, with as little of a client around it as is possible. */
final class OcspConnection implements AutoCloseable {

    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;

    OcspConnection(URI responder) throws IOException {
        socket = new Socket(responder.getHost(), responder.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    static byte[] get(URI responder, String base64) {
        return "GET %s/%s HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(responder.getRawPath(), base64, responder.getAuthority())
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] post(URI responder, byte[] request) {
        byte[] head =
                "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/ocsp-request\r\nContent-Length: %d\r\n\r\n"
                        .formatted(responder.getRawPath(), responder.getAuthority(), request.length)
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + request.length);
        System.arraycopy(request, 0, all, head.length, request.length);
        return all;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @return the answer's body; nothing if its status was not 200
     */
    byte[] exchange(byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        boolean ok = line().contains(" 200 ");
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        byte[] body = in.readNBytes(length);
        return ok ? body : new byte[0];
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
