package org.bailiwick.acme;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A range of IP addresses in CIDR notation (RFC 4632 §3.1, RFC 4291 §2.3).
 *
 * @param network the first address; its bits beyond the prefix are zero
 * @param prefixLength bits, 0 to 32 (IPv4) or 128 (IPv6)
 */
public record AddressRange(InetAddress network, int prefixLength) {

    private static final Pattern PREFIX_LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

    public AddressRange {
        byte[] octets = network.getAddress();
        if (prefixLength < 0 || prefixLength > octets.length * 8) {
            throw new IllegalArgumentException("\"%s/%d\": the prefix of an %s range has 0 to %d bits"
                    .formatted(
                            IpIdentifier.text(network),
                            prefixLength,
                            octets.length == 4 ? "IPv4" : "IPv6",
                            octets.length * 8));
        }
        for (int bit = prefixLength; bit < octets.length * 8; bit++) {
            if (bit(octets, bit) != 0) {
                throw new IllegalArgumentException(
                        "\"%s/%d\" has bits set beyond its prefix; for one address write /%d, else write the first address of the range"
                                .formatted(IpIdentifier.text(network), prefixLength, octets.length * 8));
            }
        }
    }

    /** The range of one address. */
    public static AddressRange of(InetAddress address) {
        return new AddressRange(address, address.getAddress().length * 8);
    }

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8}, or a single address.
     *
     * @throws IllegalArgumentException with a sentence about what is wrong; an address must be in its canonical text
     */
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = parseAddress(slash < 0 ? text : text.substring(0, slash), text);
        if (slash < 0) {
            return of(address);
        }
        int prefix = prefixLength(text.substring(slash + 1))
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"%s\": what follows the \"/\" is not a number of bits".formatted(Problem.printable(text))));
        return new AddressRange(address, prefix);
    }

    /** What follows the "/"; empty if it is no number of at most three digits, without leading zeros. */
    public static OptionalInt prefixLength(String digits) {
        return PREFIX_LENGTH.matcher(digits).matches() ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    private static InetAddress parseAddress(String address, String whole) {
        try {
            return ((IpIdentifier) Identifier.parse("ip", address)).address();
        } catch (AcmeException notCanonical) {
            throw new IllegalArgumentException(
                    "\"%s\" is not an address or a range such as 10.0.0.0/8 or fd00::/8: %s"
                            .formatted(
                                    Problem.printable(whole),
                                    notCanonical.problem().detail()),
                    notCanonical);
        }
    }

    /** Whether the address, of four or sixteen octets, is in this range. An IPv4 address is in no IPv6 range. */
    public boolean contains(byte[] address) {
        byte[] octets = network.getAddress();
        if (address.length != octets.length) {
            return false;
        }
        for (int bit = 0; bit < prefixLength; bit++) {
            if (bit(octets, bit) != bit(address, bit)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every address of this range is in the other one. */
    public boolean isWithin(AddressRange other) {
        return prefixLength >= other.prefixLength && other.contains(network.getAddress());
    }

    /** Four or sixteen octets as an address. */
    public static InetAddress address(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException("not four or sixteen octets", impossible);
        }
    }

    private static int bit(byte[] octets, int index) {
        return (octets[index / 8] >> (7 - index % 8)) & 1;
    }

    /** CIDR notation. */
    @Override
    public String toString() {
        return IpIdentifier.text(network) + "/" + prefixLength;
    }
}
