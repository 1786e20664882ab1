package org.bailiwick.validation;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a host that a stranger named: resolves it, judges each address, and connects to one that passed — to that
 * address, not to the name, so that a second look at the DNS cannot lead elsewhere.
 */
final class TargetConnector {

    private static final int MAXIMUM_TRIES = 4;

    private final ValidationTargets targets;
    private final NameResolver resolver;
    private final @Nullable InetAddress source;

    TargetConnector(ValidationSettings settings) {
        this.targets = settings.targets();
        this.resolver = settings.resolver();
        this.source = settings.sourceAddress();
    }

    /**
     * Connects to the first address that is permitted and answers.
     *
     * @param host an address, or a name that is no wildcard
     * @throws ValidationFailure {@code dns} if the name has no address; {@code connection} if no connection was made,
     *     in words that do not tell why: a client could map a network by them
     */
    BoundedSocket connect(Identifier host, int port, Deadline deadline, TraceRecorder trace) throws ValidationFailure {
        List<InetAddress> addresses = addresses(host, deadline, trace);
        List<InetAddress> permitted = permitted(addresses, host.value(), port, trace);
        int tries = Math.min(permitted.size(), MAXIMUM_TRIES);
        for (int i = 0; i < tries; i++) {
            // One part of the time is kept for what comes after the connection.
            Deadline connectBy = deadline.share(tries - i + 1);
            Optional<BoundedSocket> socket = tryOne(host.value(), permitted.get(i), port, connectBy, deadline, trace);
            if (socket.isPresent()) {
                return socket.get();
            }
        }
        // Passing also where nothing is permitted: by how soon a challenge fails, too, a client could map a network.
        throw ValidationFailure.passing(ProblemType.CONNECTION, notConnected(host, port, addresses));
    }

    private List<InetAddress> addresses(Identifier host, Deadline deadline, TraceRecorder trace)
            throws ValidationFailure {
        if (host instanceof DnsIdentifier name) {
            return resolver.resolve(name, deadline, trace).addresses();
        }
        return List.of(((IpIdentifier) host).address());
    }

    private List<InetAddress> permitted(List<InetAddress> addresses, String host, int port, TraceRecorder trace) {
        List<InetAddress> permitted = new ArrayList<>();
        for (InetAddress address : addresses) {
            Optional<String> refusal = targets.refusal(address);
            if (refusal.isPresent()) {
                trace.refused(host, port, address, refusal.get());
            } else {
                permitted.add(address);
            }
        }
        return permitted;
    }

    private Optional<BoundedSocket> tryOne(
            String host, InetAddress address, int port, Deadline connectBy, Deadline deadline, TraceRecorder trace) {
        long start = System.nanoTime();
        if (source != null && source.getAddress().length != address.getAddress().length) {
            trace.notConnected(
                    host,
                    port,
                    address,
                    "it is of the other family than the source address %s".formatted(IpIdentifier.text(source)));
            return Optional.empty();
        }
        try {
            BoundedSocket socket = BoundedSocket.connect(source, address, port, connectBy, deadline);
            trace.connected(host, port, address, System.nanoTime() - start);
            return Optional.of(socket);
        } catch (SocketTimeoutException late) {
            trace.notConnected(host, port, address, "it did not answer in time");
        } catch (NoRouteToHostException noRoute) {
            trace.notConnected(host, port, address, "there is no route to it");
        } catch (BindException notOurs) {
            trace.notConnected(host, port, address, "this machine does not have the source address");
        } catch (ConnectException refused) {
            trace.notConnected(host, port, address, "it refused the connection, or its network cannot be reached");
        } catch (IOException failed) {
            trace.notConnected(host, port, address, "the connection failed");
        }
        return Optional.empty();
    }

    private static String notConnected(Identifier host, int port, List<InetAddress> addresses) {
        List<String> texts = addresses.stream().map(IpIdentifier::text).toList();
        String where = host instanceof IpIdentifier
                ? "%s port %d".formatted(host.value(), port)
                : "%s port %d (%s)".formatted(host.value(), port, String.join(", ", texts));
        return ("No connection to %s was made. The server must accept connections on this port from this CA, at an"
                        + " address that this CA may contact.")
                .formatted(where);
    }
}
