package org.bailiwick.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Answers http-01 on loopback, where {@code *.localhost} leads (RFC 6761 §6.3). */
final class ChallengeResponder implements AutoCloseable {

    private static final String PATH = "/.well-known/acme-challenge/";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
    private volatile @Nullable Path folder;

    ChallengeResponder(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
        server.setExecutor(threads);
        server.createContext(PATH, this::reply);
        server.start();
    }

    /** One that answers with the files that a client puts into a folder. */
    static ChallengeResponder of(Path folder, int port) throws IOException {
        ChallengeResponder responder = new ChallengeResponder(port);
        responder.folder = Files.createDirectories(folder);
        return responder;
    }

    /** The right answer to a challenge. */
    void answer(String token, String keyAuthorization) {
        answer(token, 200, keyAuthorization);
    }

    /** Any answer to a challenge; a token without one is answered with 404. */
    void answer(String token, int status, String body) {
        replies.put(token, new Reply(status, body, ""));
    }

    /** A redirect to anywhere. */
    void redirect(String token, String location) {
        replies.put(token, new Reply(302, "", location));
    }

    /** How many requests for a token came so far. */
    int requestsFor(String token) {
        return requests.getOrDefault(token, new AtomicInteger()).get();
    }

    private void reply(HttpExchange exchange) throws IOException {
        String token = exchange.getRequestURI().getPath().substring(PATH.length());
        requests.computeIfAbsent(token, first -> new AtomicInteger()).incrementAndGet();
        Reply reply = replies.containsKey(token) ? replies.get(token) : file(token);
        byte[] body = reply.body().getBytes(StandardCharsets.US_ASCII);
        if (!reply.location().isEmpty()) {
            exchange.getResponseHeaders().add("Location", reply.location());
        }
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private Reply file(String token) throws IOException {
        Path files = folder;
        return files != null && Files.exists(files.resolve(token))
                ? new Reply(200, Files.readString(files.resolve(token)), "")
                : new Reply(404, "", "");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private record Reply(int status, String body, String location) {}
}
