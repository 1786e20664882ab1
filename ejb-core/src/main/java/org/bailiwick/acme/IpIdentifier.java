package org.bailiwick.acme;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An IP address (RFC 8738 §3), in the one canonical text: dotted decimal for IPv4, RFC 5952 for IPv6. Anything else that
 * some library would read as an address (octal, hexadecimal, a zone, a port) is refused, and so is an IPv6 address that
 * only wraps an IPv4 one (IPv4-mapped and IPv4-compatible, RFC 4291 §2.5.5; NAT64, RFC 6052 §2.1), so that no two texts
 * mean one address.
 *
 * @param value the canonical text
 */
public record IpIdentifier(String value) implements Identifier {

    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern IPV6_CHARACTERS = Pattern.compile("[0-9a-f:]{2,39}");
    private static final Pattern IPV6_ANY_FORM = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final byte[] NAT64_PREFIX = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    public IpIdentifier {
        if (!IPV4.matcher(value).matches() && !isCanonicalIpv6(value)) {
            throw new AcmeException(ProblemType.MALFORMED.problem(
                    "\"%s\" is not an IP address in its canonical text (dotted decimal, or RFC 5952 for IPv6)."
                            .formatted(Problem.printable(value))));
        }
        if (wrapsIpv4(literal(value).getAddress())) {
            throw new AcmeException(ProblemType.MALFORMED.problem(
                    "\"%s\" only wraps an IPv4 address; name that one.".formatted(Problem.printable(value))));
        }
    }

    @Override
    public String type() {
        return "ip";
    }

    /** The address; no name service is asked. */
    public InetAddress address() {
        return literal(value);
    }

    /**
     * The name below which the DNS has what belongs to the address (RFC 1035 §3.5, RFC 3596 §2.5), without a trailing dot:
     * {@code 4.3.2.1.in-addr.arpa}, or 32 hexadecimal digits below {@code ip6.arpa}.
     */
    public String reverseName() {
        byte[] octets = address().getAddress();
        StringBuilder name = new StringBuilder();
        for (int i = octets.length - 1; i >= 0; i--) {
            int octet = octets[i] & 0xff;
            name.append(octets.length == 4 ? "%d.".formatted(octet) : "%x.%x.".formatted(octet & 0xf, octet >> 4));
        }
        return name.append(octets.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
    }

    static IpIdentifier parse(String text) {
        return new IpIdentifier(text);
    }

    /**
     * The address that a person means who writes it in any of the forms of RFC 4291 §2.2; an IPv4-mapped one is the IPv4
     * address. What clients send is read by {@link Identifier#parse}, which wants the one canonical text.
     *
     * @throws AcmeException {@code malformed} for what is no address
     */
    public static IpIdentifier ofAnyText(String text) {
        if (text.indexOf(':') >= 0 && IPV6_ANY_FORM.matcher(text).matches()) {
            try {
                return ofOctets(InetAddress.getByName(text).getAddress());
            } catch (UnknownHostException notAnAddress) {
                return new IpIdentifier(text);
            }
        }
        return new IpIdentifier(text);
    }

    /**
     * The address in an {@code iPAddress} (RFC 5280 §4.2.1.6).
     *
     * @param octets 4 or 16 of them, in network byte order
     * @throws AcmeException {@code malformed} for another number of octets and for an IPv4-mapped IPv6 address
     */
    public static IpIdentifier ofOctets(byte[] octets) {
        return switch (octets.length) {
            case 4 ->
                new IpIdentifier("%d.%d.%d.%d"
                        .formatted(octets[0] & 0xff, octets[1] & 0xff, octets[2] & 0xff, octets[3] & 0xff));
            case 16 -> new IpIdentifier(rfc5952(octets));
            default ->
                throw new AcmeException(ProblemType.MALFORMED.problem(
                        "An IP address has 4 or 16 octets, not %d.".formatted(octets.length)));
        };
    }

    /**
     * The canonical text of any address, also of one that no identifier may be. Java's own has no "::", and a zone.
     *
     * @param address IPv4 or IPv6; a zone is left out
     */
    public static String text(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 16 ? rfc5952(octets) : address.getHostAddress();
    }

    /** The IPv4-mapped ones never come here: Java reads them as IPv4, so their text is not canonical. */
    private static boolean wrapsIpv4(byte[] octets) {
        if (octets.length != 16) {
            return false;
        }
        boolean nat64 = Arrays.equals(octets, 0, 12, NAT64_PREFIX, 0, 12);
        boolean compatible = Arrays.equals(octets, 0, 12, new byte[12], 0, 12);
        boolean unspecifiedOrLoopback =
                octets[12] == 0 && octets[13] == 0 && octets[14] == 0 && (octets[15] & 0xfe) == 0;
        return nat64 || (compatible && !unspecifiedOrLoopback);
    }

    private static boolean isCanonicalIpv6(String text) {
        if (!IPV6_CHARACTERS.matcher(text).matches() || text.indexOf(':') < 0) {
            return false;
        }
        InetAddress address;
        try {
            address = InetAddress.getByName(text);
        } catch (UnknownHostException notAnAddress) {
            return false;
        }
        return address.getAddress().length == 16 && text.equals(rfc5952(address.getAddress()));
    }

    /** RFC 5952 §4: no leading zeros, the longest run of two or more zero groups (the first of equals) as "::". */
    private static String rfc5952(byte[] octets) {
        int[] groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == runStart) {
                text.append("::");
                i += runLength - 1;
            } else {
                if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                    text.append(':');
                }
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("a checked literal did not parse: " + text, impossible);
        }
    }
}
