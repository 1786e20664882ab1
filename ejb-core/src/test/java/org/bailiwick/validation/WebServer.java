package org.bailiwick.validation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A web server for tests that writes whatever bytes a test wants, honest or not. One request per connection. With a TLS
 * context it speaks TLS on the same port to clients that begin with a handshake.
 */
final class WebServer implements AutoCloseable {

    /** Answers one request. */
    interface Handler {
        /**
         * Writes the answer. The connection is closed after it.
         *
         * @param request the request line and the header, as they came; empty if TLS came, and there is none here
         */
        void answer(String request, OutputStream out) throws IOException;
    }

    private static final int TLS_HANDSHAKE = 0x16;

    private final ServerSocket socket;
    private final Handler handler;
    private final @Nullable SSLContext tls;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> serverNames = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    private WebServer(ServerSocket socket, @Nullable SSLContext tls, Handler handler) {
        this.socket = socket;
        this.tls = tls;
        this.handler = handler;
    }

    static WebServer start(Handler handler) throws IOException {
        return start("127.0.0.1", null, handler);
    }

    static WebServer start(String address, @Nullable SSLContext tls, Handler handler) throws IOException {
        WebServer server = new WebServer(new ServerSocket(0, 50, InetAddress.getByName(address)), tls, handler);
        run("web server", server::accept);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The requests so far, each with its header. */
    List<String> requests() {
        return requests;
    }

    /** The server names that TLS clients indicated, one per connection that had one. */
    List<String> serverNames() {
        return serverNames;
    }

    int connections() {
        return connections.get();
    }

    /** A well-formed answer. */
    static Handler text(int status, String body) {
        return (request, out) -> write(
                out, "HTTP/1.1 %d Some Reason\r\nContent-Length: %d\r\n\r\n%s".formatted(status, body.length(), body));
    }

    /** A redirect. */
    static Handler redirect(int status, String location) {
        return (request, out) -> write(
                out, "HTTP/1.1 %d Moved\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n".formatted(status, location));
    }

    /** Bytes as they are, and then the end of the connection. */
    static Handler raw(String bytes) {
        return (request, out) -> write(out, bytes);
    }

    /** The path and the query of a request. */
    static String target(String request) {
        return request.split(" ", 3)[1];
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = socket.accept();
            connections.incrementAndGet();
            run("web server, client", () -> serve(client));
        }
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            in.mark(1);
            boolean handshake = in.read() == TLS_HANDSHAKE;
            in.reset();
            if (handshake && tls != null) {
                SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, in, true);
                secure.setUseClientMode(false);
                secure.startHandshake();
                for (SNIServerName name : ((ExtendedSSLSession) secure.getSession()).getRequestedServerNames()) {
                    serverNames.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
                }
                in = secure.getInputStream();
                out = secure.getOutputStream();
            }
            String request = handshake && tls == null ? "" : header(in);
            if (!request.isEmpty()) {
                requests.add(request);
            }
            handler.answer(request, out);
            client.shutdownOutput();
        }
    }

    private static String header(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            int octet = in.read();
            if (octet < 0) {
                return text;
            }
            header.write(octet);
            text = header.toString(StandardCharsets.ISO_8859_1);
        }
        return text;
    }

    private interface Service {
        void serve() throws IOException;
    }

    private static void run(String name, Service service) {
        Thread thread = new Thread(
                () -> {
                    try {
                        service.serve();
                    } catch (IOException closed) {
                        // the test is over, or the client is gone
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
