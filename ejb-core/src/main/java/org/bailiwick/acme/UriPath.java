package org.bailiwick.acme;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The path of a URI in its one canonical form (RFC 3986 §6.2.2): what is the same path is the same text. */
public final class UriPath {

    /** RFC 3986 §3.3, {@code pchar} without letters and digits. */
    private static final String SIGNS = "-._~!$&'()*+,;=:@";

    private UriPath() {}

    /**
     * The canonical form of a path.
     *
     * @param path null or empty for the root
     * @throws AcmeException {@code malformed} if it is no path, or one that two readers may understand differently
     */
    public static String canonical(@Nullable String path) {
        if (path == null || path.isEmpty()) {
            return "/";
        }
        StringBuilder canonical = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                canonical.append(decoded(path, i));
                i += 2;
            } else if (isPchar(c) || c == '/') {
                canonical.append(c);
            } else {
                throw malformed(path, "it has a character that a path must write as %xx (RFC 3986 §3.3)");
            }
        }
        requireSegments(canonical.toString(), path);
        return canonical.toString();
    }

    /**
     * {@code %41} is "A", {@code %e4} is {@code %E4}. So are all characters that a path may have as they are: RFC 3986 §2.2
     * lets {@code %40} be another path than "@", but to who serves it both are mostly the same.
     */
    private static String decoded(String path, int at) {
        if (at + 2 >= path.length()
                || !HexFormat.isHexDigit(path.charAt(at + 1))
                || !HexFormat.isHexDigit(path.charAt(at + 2))) {
            throw malformed(path, "a \"%\" is not followed by two hexadecimal digits");
        }
        int octet = HexFormat.fromHexDigits(path, at + 1, at + 3);
        if (octet == '/' || octet == '\\' || octet < 0x20 || octet == 0x7f) {
            throw malformed(path, "it hides a \"/\", a \"\\\" or a control character in a %xx");
        }
        char c = (char) octet;
        return isPchar(c) ? String.valueOf(c) : "%%%02X".formatted(octet);
    }

    private static void requireSegments(String canonical, String path) {
        String[] segments = canonical.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean emptyWithin = segments[i].isEmpty() && i < segments.length - 1;
            if (emptyWithin || segments[i].equals(".") || segments[i].equals("..")) {
                throw malformed(path, "it has a segment that is empty, \".\" or \"..\"");
            }
        }
    }

    private static boolean isPchar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || SIGNS.indexOf(c) >= 0;
    }

    private static AcmeException malformed(String path, String because) {
        return new AcmeException(ProblemType.MALFORMED.problem(
                "\"%s\" is not a path that can be judged: %s.".formatted(Problem.printable(path), because)));
    }
}
