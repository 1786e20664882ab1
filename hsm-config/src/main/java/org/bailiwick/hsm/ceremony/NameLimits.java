package org.bailiwick.hsm.ceremony;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;

/**
 * For which names a CA's certificates may be (RFC 5280 §4.2.1.10): DNS names with all below them, and address ranges. A type
 * of name without a rule is free by that section. So as soon as some DNS names only are permitted and no addresses, all
 * addresses are excluded.
 *
 * @param permittedDns such as {@code corp.example}: it and every name below
 * @param permittedIp such as {@code 10.0.0.0/8} or {@code fd00::/8}
 * @param excludedDns what is excluded of that
 * @param excludedIp likewise
 */
public record NameLimits(
        List<String> permittedDns, List<String> permittedIp, List<String> excludedDns, List<String> excludedIp) {

    private static final List<String> ALL_ADDRESSES = List.of("0.0.0.0/0", "::/0");

    private static final String NAME_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
    private static final Pattern NAME = Pattern.compile(NAME_LABEL + "(?:\\." + NAME_LABEL + ")*");
    private static final int LONGEST_NAME = 253;

    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_OCTETS = 16;

    /** @throws IllegalArgumentException if a name or range cannot be right, or would leave open what it seems to close */
    public NameLimits {
        permittedDns = names(permittedDns);
        excludedDns = names(excludedDns);
        permittedIp.forEach(NameLimits::range);
        excludedIp.forEach(NameLimits::range);
        if (permittedDns.isEmpty() && !permittedIp.isEmpty()) {
            throw new IllegalArgumentException(
                    "Addresses alone would leave every DNS name free (RFC 5280 §4.2.1.10): permit"
                            + " DNS names, too; \"invalid\" is one that nobody has.");
        }
        permittedIp = List.copyOf(permittedIp);
        excludedIp = permittedDns.isEmpty() || !permittedIp.isEmpty() ? List.copyOf(excludedIp) : ALL_ADDRESSES;
    }

    /** Any names. */
    public static NameLimits none() {
        return new NameLimits(List.of(), List.of(), List.of(), List.of());
    }

    /** The extension, which is critical; empty if there are no limits. */
    Optional<NameConstraints> extension() {
        GeneralSubtree[] permitted = subtrees(permittedDns, permittedIp);
        GeneralSubtree[] excluded = subtrees(excludedDns, excludedIp);
        if (permitted.length == 0 && excluded.length == 0) {
            return Optional.empty();
        }
        // empty ones must be left out
        return Optional.of(
                new NameConstraints(permitted.length == 0 ? null : permitted, excluded.length == 0 ? null : excluded));
    }

    /** For the transcript. */
    String describe() {
        List<String> parts = new ArrayList<>();
        add(parts, "permitted DNS names", permittedDns);
        add(parts, "permitted addresses", permittedIp);
        add(parts, "excluded DNS names", excludedDns);
        add(parts, "excluded addresses", excludedIp);
        return parts.isEmpty() ? "any names" : String.join("; ", parts);
    }

    private static void add(List<String> parts, String what, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(what + " " + String.join(", ", values));
        }
    }

    private static GeneralSubtree[] subtrees(List<String> dns, List<String> ip) {
        List<GeneralSubtree> subtrees = new ArrayList<>();
        dns.forEach(name -> subtrees.add(new GeneralSubtree(new GeneralName(GeneralName.dNSName, name))));
        ip.forEach(range -> subtrees.add(
                new GeneralSubtree(new GeneralName(GeneralName.iPAddress, new DEROctetString(range(range))))));
        return subtrees.toArray(GeneralSubtree[]::new);
    }

    private static List<String> names(List<String> names) {
        List<String> lower =
                names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        for (String name : lower) {
            if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "\"" + name + "\" is not a DNS name as name constraints have it: letters,"
                                + " digits and hyphens, without a dot in front or an asterisk. It stands for itself and all below.");
            }
        }
        return lower;
    }

    /** Address and mask, one after the other. */
    private static byte[] range(String text) {
        int slash = text.indexOf('/');
        byte[] address = address(text, slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? address.length * Byte.SIZE : prefix(text, text.substring(slash + 1));
        if (bits > address.length * Byte.SIZE) {
            throw notARange(text);
        }
        byte[] range = Arrays.copyOf(address, 2 * address.length);
        for (int bit = 0; bit < address.length * Byte.SIZE; bit++) {
            int mask = 0x80 >> (bit % Byte.SIZE);
            if (bit < bits) {
                range[address.length + bit / Byte.SIZE] |= (byte) mask;
            } else if ((address[bit / Byte.SIZE] & mask) != 0) {
                throw new IllegalArgumentException(
                        "\"" + text + "\" has bits behind its prefix; nobody could tell what is meant.");
            }
        }
        return range;
    }

    private static int prefix(String text, String digits) {
        if (!digits.matches("[0-9]{1,3}")) {
            throw notARange(text);
        }
        return Integer.parseInt(digits);
    }

    /** Only what cannot be the name of a host: no resolver is ever asked. */
    private static byte[] address(String text, String literal) {
        int expected = IPV4.matcher(literal).matches() ? IPV4_OCTETS : IPV6_OCTETS;
        if (expected == IPV6_OCTETS && !IPV6.matcher(literal).matches()) {
            throw notARange(text);
        }
        try {
            byte[] address = InetAddress.getByName(literal).getAddress();
            if (address.length != expected) {
                throw notARange(text); // an IPv4 address that is written as an IPv6 one
            }
            return address;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(notARange(text).getMessage(), e);
        }
    }

    private static IllegalArgumentException notARange(String text) {
        return new IllegalArgumentException(
                "\"" + text + "\" is not a range of addresses such as 10.0.0.0/8 or fd00::/8.");
    }
}
