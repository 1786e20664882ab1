package org.bailiwick.policy;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.acme.SubjectName;

/**
 * Whether a rule is about a name, read from their canonical texts as {@code docs/policies.md} says it: slowly, and without
 * anything of what is tested. IPv4 only.
 */
final class ReferenceMatcher {

    private static final Pattern URI = Pattern.compile("(?:([a-z]+):)?//([^:/]+)(?::([0-9]+))?(/.*)");

    private ReferenceMatcher() {}

    static boolean isAbout(String rule, String type, SubjectName name) {
        if (!name.type().equals(type)) {
            return false;
        }
        String text = name.value();
        return switch (type) {
            case "ip" -> isInRange(rule, text);
            case "email" -> isAboutEmail(rule, text);
            case "uri" -> isAboutUri(rule, text);
            case "cn" -> spelled(rule).equals(spelled(text));
            default -> throw new IllegalArgumentException(type);
        };
    }

    /** As numbers: what is left without the bits beyond the prefix is the same. */
    private static boolean isInRange(String rule, String address) {
        String[] parts = rule.split("/", -1);
        int beyond = parts.length == 1 ? 0 : 32 - Integer.parseInt(parts[1]);
        return number(parts[0]).shiftRight(beyond).equals(number(address).shiftRight(beyond));
    }

    private static BigInteger number(String address) {
        BigInteger number = BigInteger.ZERO;
        for (String octet : address.split("\\.", -1)) {
            number = number.shiftLeft(8).add(new BigInteger(octet));
        }
        return number;
    }

    private static boolean isAboutEmail(String rule, String address) {
        int of = rule.indexOf('@');
        int at = address.indexOf('@');
        boolean mailbox = of == 0 || rule.substring(0, of).equals(address.substring(0, at));
        return mailbox && isAboutHost(rule.substring(of + 1), address.substring(at + 1));
    }

    private static boolean isAboutUri(String rule, String uri) {
        Matcher of = parts(rule);
        Matcher asked = parts(uri);
        String path = of.group(4);
        String below = path.endsWith("/") ? path : path + "/";
        return (of.group(1) == null || of.group(1).equals(asked.group(1)))
                && isAboutHost(of.group(2), asked.group(2))
                && (of.group(3) == null || of.group(3).equals(port(asked)))
                && (asked.group(4).equals(path) || asked.group(4).startsWith(below));
    }

    private static String port(Matcher uri) {
        return String.valueOf(uri.group(3) == null && "https".equals(uri.group(1)) ? "443" : uri.group(3));
    }

    private static Matcher parts(String text) {
        Matcher parts = URI.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        return parts;
    }

    private static boolean isAboutHost(String pattern, String host) {
        if (pattern.equals("<single-label>")) {
            return host.indexOf('.') < 0;
        }
        if (pattern.startsWith("**.")) {
            return host.endsWith(pattern.substring(2)) && host.length() > pattern.length() - 2;
        }
        if (pattern.startsWith("*.")) {
            int dot = host.indexOf('.');
            return dot > 0 && host.substring(dot).equals(pattern.substring(1));
        }
        return pattern.equals(host);
    }

    /** Of canonical common names only these are one: in another case, with a dot at the end, an address in another form. */
    private static String spelled(String commonName) {
        String lower = commonName.toLowerCase(Locale.ROOT).replace("::ffff:", "");
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
