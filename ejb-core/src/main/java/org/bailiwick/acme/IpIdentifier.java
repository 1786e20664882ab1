package org.bailiwick.acme;

import java.net.InetAddress;
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
    private static final byte[] NAT64_PREFIX = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    public IpIdentifier {
        if (!isIpv4(value) && !isCanonicalIpv6(value)) {
            throw new AcmeException(ProblemType.MALFORMED.problem(
                    "\"%s\" is not an IP address in its canonical text (dotted decimal, or RFC 5952 for IPv6)."
                            .formatted(Problem.printable(value))));
        }
        if (wrapsIpv4(octets(value))) {
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
        return AddressRange.address(octets(value));
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
        return Ipv6Text.octets(text)
                .map(octets -> ofOctets(AddressRange.address(octets).getAddress()))
                .orElseGet(() -> new IpIdentifier(text));
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
            case 16 -> new IpIdentifier(Ipv6Text.canonical(octets));
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
        return octets.length == 16 ? Ipv6Text.canonical(octets) : address.getHostAddress();
    }

    private static boolean wrapsIpv4(byte[] octets) {
        if (octets.length != 16) {
            return false;
        }
        boolean mapped = AddressRange.address(octets).getAddress().length == 4;
        boolean nat64 = Arrays.equals(octets, 0, 12, NAT64_PREFIX, 0, 12);
        boolean compatible = Arrays.equals(octets, 0, 12, new byte[12], 0, 12);
        boolean unspecifiedOrLoopback =
                octets[12] == 0 && octets[13] == 0 && octets[14] == 0 && (octets[15] & 0xfe) == 0;
        return mapped || nat64 || (compatible && !unspecifiedOrLoopback);
    }

    private static boolean isCanonicalIpv6(String text) {
        return Ipv6Text.octets(text)
                .filter(octets -> text.equals(Ipv6Text.canonical(octets)))
                .isPresent();
    }

    static boolean isIpv4(String text) {
        return IPV4.matcher(text).matches();
    }

    private static byte[] ipv4Octets(String text) {
        byte[] octets = new byte[4];
        String[] numbers = text.split("\\.", -1);
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(numbers[i]);
        }
        return octets;
    }

    /** The octets of a checked text. */
    private static byte[] octets(String text) {
        return Ipv6Text.octets(text).orElseGet(() -> ipv4Octets(text));
    }
}
