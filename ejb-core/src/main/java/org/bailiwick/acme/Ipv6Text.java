package org.bailiwick.acme;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of IPv6 addresses, read and written here: {@link java.net.InetAddress} asks a name service about a text that it
 * does not take for an address.
 */
final class Ipv6Text {

    private static final int GROUPS = 8;

    /** The longest: six groups and a dotted decimal one. */
    private static final int LENGTH = 45;

    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

    private Ipv6Text() {}

    /** Reads any of the forms of RFC 4291 §2.2; empty if it is none: a zone, a prefix and brackets are no part of them. */
    static Optional<byte[]> octets(String text) {
        if (text.length() > LENGTH || text.indexOf(':') < 0) {
            return Optional.empty();
        }
        String[] around = withoutDots(text).split("::", -1);
        List<Integer> groups = new ArrayList<>();
        if (around.length > 2 || !addGroups(groups, around[0])) {
            return Optional.empty();
        }
        if (around.length == 2) {
            List<Integer> last = new ArrayList<>();
            if (!addGroups(last, around[1]) || groups.size() + last.size() >= GROUPS) {
                return Optional.empty();
            }
            while (groups.size() + last.size() < GROUPS) {
                groups.add(0);
            }
            groups.addAll(last);
        }
        return groups.size() == GROUPS ? Optional.of(octets(groups)) : Optional.empty();
    }

    /** The same with a dotted decimal at the end as two groups (§2.2, form 3). */
    private static String withoutDots(String text) {
        int end = text.lastIndexOf(':') + 1;
        if (end == 0 || !IpIdentifier.isIpv4(text.substring(end))) {
            return text;
        }
        String[] octets = text.substring(end).split("\\.", -1);
        return text.substring(0, end)
                + "%02x%02x:%02x%02x"
                        .formatted(
                                Integer.parseInt(octets[0]),
                                Integer.parseInt(octets[1]),
                                Integer.parseInt(octets[2]),
                                Integer.parseInt(octets[3]));
    }

    private static boolean addGroups(List<Integer> groups, String text) {
        if (text.isEmpty()) {
            return true;
        }
        for (String group : text.split(":", -1)) {
            if (!GROUP.matcher(group).matches()) {
                return false;
            }
            groups.add(Integer.parseInt(group, 16));
        }
        return true;
    }

    private static byte[] octets(List<Integer> groups) {
        byte[] octets = new byte[2 * GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            octets[2 * i] = (byte) (groups.get(i) >> 8);
            octets[2 * i + 1] = (byte) (int) groups.get(i);
        }
        return octets;
    }

    /** RFC 5952 §4: no leading zeros, the longest run of two or more zero groups (the first of equals) as "::". */
    static String canonical(byte[] octets) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((octets[2 * i] & 0xff) << 8) | (octets[2 * i + 1] & 0xff);
        }
        int runStart = -1;
        int runLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && groups[end] == 0) {
                end++;
            }
            if (end - i > runLength) {
                runStart = i;
                runLength = end - i;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
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
}
