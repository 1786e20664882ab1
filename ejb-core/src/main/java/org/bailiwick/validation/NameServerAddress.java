package org.bailiwick.validation;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.IpIdentifier;
import org.bailiwick.acme.Problem;

/**
 * Where a name server is. As text {@code 10.0.0.53}, {@code 10.0.0.53:5353}, {@code fd00::53}, {@code [fd00::53]:5353}:
 * an address, for who would resolve its name?
 *
 * @param socket address and port
 */
record NameServerAddress(InetSocketAddress socket) {

    private static final Pattern WITH_PORT = Pattern.compile("(?:\\[(?<v6>[^\\]]+)]|(?<v4>[^:]+)):(?<port>[0-9]{1,5})");
    private static final int DNS_PORT = 53;

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException with a sentence about what is wrong
     */
    static NameServerAddress parse(String item) {
        String text = item.strip();
        Matcher matcher = WITH_PORT.matcher(text);
        if (!matcher.matches()) {
            return new NameServerAddress(new InetSocketAddress(address(text, text), DNS_PORT));
        }
        int port = Integer.parseInt(matcher.group("port"));
        if (port < 1 || port > 65535) {
            throw wrong(text, "there is no such port");
        }
        String ipv6 = matcher.group("v6");
        InetAddress address = address(ipv6 != null ? ipv6 : matcher.group("v4"), text);
        return new NameServerAddress(new InetSocketAddress(address, port));
    }

    /** The text form; the port only if it is not 53. */
    @Override
    public String toString() {
        String address = IpIdentifier.text(socket.getAddress());
        if (socket.getPort() == DNS_PORT) {
            return address;
        }
        return (address.indexOf(':') < 0 ? "%s:%d" : "[%s]:%d").formatted(address, socket.getPort());
    }

    private static InetAddress address(String literal, String whole) {
        try {
            return ((IpIdentifier) Identifier.parse("ip", literal)).address();
        } catch (AcmeException notCanonical) {
            throw wrong(whole, notCanonical.problem().detail());
        }
    }

    private static IllegalArgumentException wrong(String text, String because) {
        return new IllegalArgumentException(
                "\"%s\" is not a name server such as 10.0.0.53, 10.0.0.53:5353 or [fd00::53]:53: %s"
                        .formatted(Problem.printable(text), because));
    }
}
