package org.bailiwick.server;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** WildFly's TLS subsystem, managed from within the server. */
final class Elytron {

    private Elytron() {}

    /**
     * Runs an operation of a resource.
     *
     * @param resource as {@code key-store=bailiwick}
     * @param parameters all that the operation has, by their names in alphabetical order; null for a default
     * @return false if the server does not know the resource yet, because it is still booting
     */
    static boolean manage(String resource, String operation, @Nullable Object... parameters) throws IOException {
        try {
            ObjectName name = new ObjectName("jboss.as:subsystem=elytron," + resource);
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            if (!server.isRegistered(name)) {
                return false;
            }
            // of the signature WildFly reads the length only
            server.invoke(name, operation, parameters, new String[parameters.length]);
            return true;
        } catch (JMException refused) {
            throw new IOException("the server's %s refused to %s".formatted(resource, operation), refused);
        }
    }
}
