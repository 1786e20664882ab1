package org.bailiwick.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What stands before nodes: one port of this machine whose connections go to the port of the node that is chosen. */
final class Balancer implements AutoCloseable {

    private final ServerSocket port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "balancer");
        thread.setDaemon(true);
        return thread;
    });
    private volatile int node;

    /** @param node the port of the first one */
    Balancer(int node) throws IOException {
        this.node = node;
        threads.execute(this::accept);
    }

    /** The port that clients connect to. */
    int port() {
        return port.getLocalPort();
    }

    /** Another node has the connections that begin from now on. */
    void choose(int other) {
        node = other;
    }

    @Override
    public void close() throws IOException {
        port.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!port.isClosed()) {
            try {
                Socket client = port.accept();
                threads.execute(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), node)) {
            threads.execute(() -> pass(server, client));
            pass(client, server);
        } catch (IOException gone) {
            // the client is closed, and connects again
        }
    }

    /** Until one of them ends; then both do. */
    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException gone) {
            // both are closed
        }
    }
}
