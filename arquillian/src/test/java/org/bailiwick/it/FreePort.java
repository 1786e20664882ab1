package org.bailiwick.it;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that are started later. The system gives outgoing connections ports from 32768 up, so one from there may
 * be free now and taken when it is wanted.
 */
public final class FreePort {

    private static final int FIRST = 12_000;
    private static final int BEHIND_LAST = 32_768;

    /** Two runs at once should not go the same way. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(FIRST, BEHIND_LAST));

    private FreePort() {}

    /** A port at which nobody listens, and which nobody was given before. */
    public static int next() throws IOException {
        for (int looks = 0; looks < BEHIND_LAST - FIRST; looks++) {
            int port = NEXT.getAndUpdate(last -> last + 1 == BEHIND_LAST ? FIRST : last + 1);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // the one after it
            }
        }
        throw new IOException("no port is free");
    }
}
