package org.bailiwick.policy;

import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.AddressRange;
import org.bailiwick.acme.IpIdentifier;

/**
 * A rule about addresses: {@code 10.0.0.0/8}, {@code fd00::/8}, or a single one. Bits beyond the prefix are masked; an
 * IPv4-mapped IPv6 range is the range of the IPv4 addresses.
 *
 * @param range what it is about
 */
record IpRule(AddressRange range) implements NameRule {

    /** RFC 4291 §2.5.5.2: an IPv4-mapped address has the IPv4 address behind 96 bits. */
    private static final int MAPPED_PREFIX = 96;

    /**
     * Reads a rule.
     *
     * @throws IllegalArgumentException if it is neither an address nor a range in CIDR notation
     */
    static IpRule parse(String text) {
        int slash = text.indexOf('/');
        byte[] octets = octets(slash < 0 ? text : text.substring(0, slash), text);
        int bits = octets.length * 8;
        int offset = octets.length == 4 && text.indexOf(':') >= 0 ? MAPPED_PREFIX : 0;
        int prefix = slash < 0 ? bits : prefix(text.substring(slash + 1), text) - offset;
        if (prefix < 0 || prefix > bits) {
            throw NameRule.notARule(text, "the prefix has %d to %d bits".formatted(offset, bits + offset));
        }
        return new IpRule(new AddressRange(AddressRange.address(masked(octets, prefix)), prefix));
    }

    private static byte[] octets(String address, String whole) {
        try {
            return IpIdentifier.ofAnyText(address).address().getAddress();
        } catch (AcmeException notAnAddress) {
            throw NameRule.notARule(whole, notAnAddress.problem().detail());
        }
    }

    private static int prefix(String digits, String whole) {
        return AddressRange.prefixLength(digits)
                .orElseThrow(() -> NameRule.notARule(whole, "what follows the \"/\" is not a number of bits"));
    }

    /** The same octets, all bits beyond the prefix zero. */
    static byte[] masked(byte[] octets, int prefix) {
        byte[] masked = octets.clone();
        for (int i = 0; i < masked.length; i++) {
            int bits = Math.min(8, Math.max(0, prefix - 8 * i));
            masked[i] &= (byte) (0xff << (8 - bits));
        }
        return masked;
    }

    @Override
    public NameType type() {
        return NameType.IP;
    }

    @Override
    public String text() {
        boolean one = range.equals(AddressRange.of(range.network()));
        return one ? IpIdentifier.text(range.network()) : range.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
