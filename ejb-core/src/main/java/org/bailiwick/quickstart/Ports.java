package org.bailiwick.quickstart;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.bailiwick.config.Setting;
import org.bailiwick.config.Settings;

/** The ports that a server will listen at. WildFly would start without one that is taken, and tell it in its log only. */
final class Ports {

    private Ports() {}

    /**
     * Demands that nobody listens there.
     *
     * @throws QuickStartException if somebody does, or this user may not
     */
    static void requireFree(Settings settings) {
        requireFree(settings.bindAddress(), settings.httpsPort(), Setting.HTTPS_PORT);
        requireFree(settings.bindAddress(), settings.httpPort(), Setting.HTTP_PORT);
        requireFree("127.0.0.1", settings.managementPort(), Setting.MANAGEMENT_PORT);
        if (settings.adminClientCertificates()) {
            requireFree(settings.bindAddress(), settings.adminClientPort(), Setting.ADMIN_CLIENT_PORT);
        }
    }

    private static void requireFree(String address, int port, Setting setting) {
        try (ServerSocket socket = new ServerSocket()) {
            // as the server does: what is left of its connections is no hindrance
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address, port));
        } catch (IOException taken) {
            throw new QuickStartException(
                    "it cannot listen at port %d of %s (%s): stop what listens there, or name another port (%s)."
                            .formatted(port, address, taken.getMessage(), setting.key()),
                    taken);
        }
    }
}
