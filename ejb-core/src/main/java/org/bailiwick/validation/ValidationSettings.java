package org.bailiwick.validation;

import java.net.InetAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How validators work. Given to a validator when it is made: making one costs nothing, so each provisioner can have its
 * own.
 *
 * @param targets which addresses may be connected to
 * @param resolver how names are resolved
 * @param ports where a host is asked
 * @param sourceAddress the address of ours that connections come from; null if the system chooses
 * @param timeLimit for one attempt, from the first DNS query to the last byte; 10 ms to 2 minutes
 * @param redirectLimit how many redirects http-01 follows, 0 to 20
 */
public record ValidationSettings(
        ValidationTargets targets,
        NameResolver resolver,
        Ports ports,
        @Nullable InetAddress sourceAddress,
        Duration timeLimit,
        int redirectLimit) {

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    public ValidationSettings {
        if (timeLimit.compareTo(SHORTEST) < 0 || timeLimit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "The time limit of a validation is %s; it may be 10 ms to 2 minutes.".formatted(timeLimit));
        }
        if (redirectLimit < 0 || redirectLimit > 20) {
            throw new IllegalArgumentException("The redirect limit is %d; it may be 0 to 20.".formatted(redirectLimit));
        }
    }

    /** The same with other targets. */
    public ValidationSettings with(ValidationTargets others) {
        return new ValidationSettings(others, resolver, ports, sourceAddress, timeLimit, redirectLimit);
    }

    /** All unicast targets, the system's resolver, the ports of the RFCs, 10 seconds, 10 redirects. */
    public static ValidationSettings standard() {
        return new ValidationSettings(
                ValidationTargets.DEFAULT, NameResolver.system(), Ports.STANDARD, null, Duration.ofSeconds(10), 10);
    }

    /**
     * Where a host is asked. Other ports than the RFCs' only where those are forwarded from there, and in tests.
     *
     * @param http01 80 by RFC 8555 §8.3
     * @param tlsAlpn01 443 by RFC 8737 §3
     */
    public record Ports(int http01, int tlsAlpn01) {

        /** Those of the RFCs. */
        public static final Ports STANDARD = new Ports(80, 443);

        public Ports {
            requirePort("http-01", http01);
            requirePort("tls-alpn-01", tlsAlpn01);
        }

        private static void requirePort(String type, int port) {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("The %s port is %d; a port is 1 to 65535.".formatted(type, port));
            }
        }
    }
}
