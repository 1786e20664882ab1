package org.bailiwick.policy;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds among many ranges the narrowest that an address is in, in as many look-ups as there are lengths of prefixes. */
final class AddressRanges {

    /** By length of prefix, the longest first, then by network: an IPv4 network has 4 octets, an IPv6 one 16. */
    private final TreeMap<Integer, Map<ByteBuffer, IpRule>> rules = new TreeMap<>(Comparator.reverseOrder());

    void add(IpRule rule) {
        rules.computeIfAbsent(rule.range().prefixLength(), absent -> new HashMap<>())
                .putIfAbsent(ByteBuffer.wrap(rule.range().network().getAddress()), rule);
    }

    /** The rule about an address of four or sixteen octets. */
    Optional<IpRule> containing(byte[] address) {
        for (Map.Entry<Integer, Map<ByteBuffer, IpRule>> length : rules.entrySet()) {
            if (length.getKey() <= address.length * 8) {
                IpRule rule = length.getValue().get(ByteBuffer.wrap(IpRule.masked(address, length.getKey())));
                if (rule != null) {
                    return Optional.of(rule);
                }
            }
        }
        return Optional.empty();
    }
}
