package org.bailiwick.validation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bailiwick.acme.AddressRange;

/**
 * Addresses that are no ordinary hosts (RFC 6890), and so are never contacted unless they are listed by themselves.
 *
 * @param range the addresses
 * @param what what they are, for a sentence
 */
record ReservedRange(AddressRange range, String what) {

    /** The narrower before the wider, so that the first match is the most specific one. */
    private static final List<ReservedRange> ALL = List.of(
            reserved("169.254.169.254/32", "a cloud metadata service"),
            reserved("169.254.170.2/32", "a cloud metadata service"),
            reserved("169.254.170.23/32", "a cloud metadata service"),
            reserved("168.63.129.16/32", "a cloud metadata service"),
            reserved("100.100.100.200/32", "a cloud metadata service"),
            reserved("192.0.0.192/32", "a cloud metadata service"),
            reserved("fd00:ec2::/32", "a cloud metadata service"),
            reserved("fd20:ce::254/128", "a cloud metadata service"),
            reserved("255.255.255.255/32", "broadcast"),
            reserved("0.0.0.0/8", "the unspecified address"),
            reserved("127.0.0.0/8", "loopback"),
            reserved("169.254.0.0/16", "link-local"),
            reserved("224.0.0.0/4", "multicast"),
            reserved("240.0.0.0/4", "reserved"),
            reserved("::/128", "the unspecified address"),
            reserved("::1/128", "loopback"),
            reserved("fe80::/10", "link-local"),
            reserved("ff00::/8", "multicast"),
            // RFC 8215: where the IPv4 address is inside depends on the site.
            reserved("64:ff9b:1::/48", "a local NAT64 prefix"));

    /** The most specific one that an address is in. */
    static Optional<ReservedRange> of(byte[] address) {
        return ALL.stream().filter(r -> r.range().contains(address)).findFirst();
    }

    /**
     * The address that a packet ends up at: of an IPv6 address that carries an IPv4 one the latter, else the address
     * itself. IPv4-mapped and IPv4-compatible (RFC 4291 §2.5.5), IPv4-translated (RFC 2765 §2.1), NAT64 (RFC 6052 §2.1)
     * and 6to4 (RFC 3056 §2).
     */
    static byte[] destination(byte[] address) {
        if (address.length != 16) {
            return address;
        }
        if (startsWith(address, 0x20, 0x02)) {
            return Arrays.copyOfRange(address, 2, 6);
        }
        byte[] last = Arrays.copyOfRange(address, 12, 16);
        boolean unspecifiedOrLoopback = last[0] == 0 && last[1] == 0 && last[2] == 0 && (last[3] & 0xfe) == 0;
        boolean embeds = startsWith(address, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff)
                || startsWith(address, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0)
                || startsWith(address, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)
                || (startsWith(address, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0) && !unspecifiedOrLoopback);
        return embeds ? last : address;
    }

    private static boolean startsWith(byte[] address, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            if ((address[i] & 0xff) != octets[i]) {
                return false;
            }
        }
        return true;
    }

    private static ReservedRange reserved(String range, String what) {
        return new ReservedRange(AddressRange.parse(range), what);
    }
}
