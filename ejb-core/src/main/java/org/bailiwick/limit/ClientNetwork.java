package org.bailiwick.limit;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;

/** What of a client's address tells it from others: all of IPv4; of IPv6 the first 64 bits, as the rest is its own choice. */
public final class ClientNetwork {

    private static final int IPV4_OCTETS = 4;
    private static final int NETWORK_OCTETS = 8;

    private ClientNetwork() {}

    /**
     * The client's network, as text.
     *
     * @param client the address as a servlet container tells it; what is no address is a network of its own
     */
    public static String of(String client) {
        try {
            return of(InetAddress.getByName(client));
        } catch (UnknownHostException noAddress) {
            return client;
        }
    }

    /** The client's network, as text. */
    public static String of(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == IPV4_OCTETS
                ? address.getHostAddress()
                : HexFormat.of().formatHex(octets, 0, NETWORK_OCTETS).replaceAll("(....)(?!$)", "$1:") + "::/64";
    }
}
