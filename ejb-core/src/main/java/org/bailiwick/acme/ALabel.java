package org.bailiwick.acme;

import java.text.Normalizer;
import java.util.List;

/**
 * Whether a label that says it is an A-label ({@code xn--…}) is one (RFC 5890 §2.3.2.1): Punycode (RFC 3492) of a label
 * that IDNA2008 permits (RFC 5891 §4.2.3, RFC 5892). A fake one is a DNS name, but what people are shown for it is
 * another name, or nothing at all.
 *
 * <p>Stricter than RFC 5892 in two places: characters that need a context (Appendix A: the joiners, the middle dots) are
 * not accepted, and the direction rules of RFC 5893 are not checked.
 */
final class ALabel {

    static final String PREFIX = "xn--";

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int INITIAL_BIAS = 72;
    private static final int INITIAL_N = 128;
    private static final int INVALID = -1;

    /** RFC 5892 §2.6, PVALID: letters that case folding would change, and three signs. */
    private static final List<Integer> EXCEPTIONS_VALID = List.of(0xdf, 0x3c2, 0x6fd, 0x6fe, 0xf0b, 0x3007);

    /** RFC 5892 §2.6 DISALLOWED, §2.5 (ignorable), §2.9 (old Hangul): first and last of each range. */
    private static final int[][] DISALLOWED = {
        {0x34f, 0x34f}, {0x640, 0x640}, {0x7fa, 0x7fa}, {0x1100, 0x11ff}, {0x17b4, 0x17b5}, {0x180b, 0x180f},
        {0x302e, 0x302f}, {0x3031, 0x3035}, {0x303b, 0x303b}, {0xa960, 0xa97c}, {0xd7b0, 0xd7fb}, {0xfe00, 0xfe0f},
        {0xe0100, 0xe01ef},
    };

    private ALabel() {}

    /**
     * Whether the label is a valid A-label.
     *
     * @param label a lower-case letter-digit-hyphen label that begins with {@code xn--}
     */
    static boolean isValid(String label) {
        int[] decoded = decodePunycode(label.substring(PREFIX.length()));
        if (decoded.length == 0) {
            return false;
        }
        String uLabel = new String(decoded, 0, decoded.length);
        return !uLabel.startsWith("-")
                && !uLabel.endsWith("-")
                && !uLabel.startsWith("--", 2)
                && !isMark(decoded[0])
                && uLabel.codePoints().anyMatch(c -> c >= INITIAL_N)
                && uLabel.codePoints().allMatch(c -> c < INITIAL_N || isPermitted(c))
                && Normalizer.isNormalized(uLabel, Normalizer.Form.NFC);
    }

    private static boolean isPermitted(int c) {
        if (EXCEPTIONS_VALID.contains(c)) {
            return true;
        }
        for (int[] range : DISALLOWED) {
            if (c >= range[0] && c <= range[1]) {
                return false;
            }
        }
        return isLetterDigit(c) && isStable(c);
    }

    /** RFC 5892 §2.1. Upper case is a letter here too, and unstable. */
    private static boolean isLetterDigit(int c) {
        return switch (Character.getType(c)) {
            case Character.LOWERCASE_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.MODIFIER_LETTER -> true;
            default -> isMark(c);
        };
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** RFC 5892 §2.2: unchanged by NFKC(toLower(NFKC(c))). Refuses full-width letters, ligatures, the Kelvin sign. */
    private static boolean isStable(int c) {
        String character = Character.toString(c);
        String normalized = Normalizer.normalize(character, Normalizer.Form.NFKC);
        int[] lower = normalized.codePoints().map(Character::toLowerCase).toArray();
        String folded = Normalizer.normalize(new String(lower, 0, lower.length), Normalizer.Form.NFKC);
        return folded.equals(character);
    }

    /**
     * RFC 3492 §6.2. Each integer has one encoding, so nothing else decodes to the same code points.
     *
     * @return the code points; none if the text is not Punycode
     */
    private static int[] decodePunycode(String encoded) {
        int delimiter = encoded.lastIndexOf('-');
        StringBuilder output = new StringBuilder(delimiter > 0 ? encoded.substring(0, delimiter) : "");
        Deltas deltas = new Deltas(encoded, delimiter + 1);
        int length = output.length();
        int n = INITIAL_N;
        int i = 0;
        int bias = INITIAL_BIAS;
        boolean first = true;
        while (deltas.hasNext()) {
            long delta = deltas.next(bias);
            if (delta == INVALID || delta > Integer.MAX_VALUE - i) {
                return new int[0];
            }
            length++;
            bias = adapt((int) delta, length, first);
            first = false;
            i += (int) delta;
            n += i / length;
            i %= length;
            if (n < INITIAL_N || !Character.isValidCodePoint(n) || isSurrogate(n)) {
                return new int[0];
            }
            output.insert(output.offsetByCodePoints(0, i), Character.toChars(n));
            i++;
        }
        return output.codePoints().toArray();
    }

    /** RFC 3492 §3.3: the generalized variable-length integers after the last hyphen. */
    private static final class Deltas {
        private final String encoded;
        private int in;

        Deltas(String encoded, int in) {
            this.encoded = encoded;
            this.in = in;
        }

        boolean hasNext() {
            return in < encoded.length();
        }

        /** The next integer; {@code INVALID} if it is cut off, has a character that is no digit, or is too large. */
        long next(int bias) {
            long value = 0;
            long weight = 1;
            for (int k = BASE; hasNext(); k += BASE) {
                int digit = digit(encoded.charAt(in++));
                value += digit * weight;
                if (digit == INVALID || value > Integer.MAX_VALUE) {
                    return INVALID;
                }
                int threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
                if (digit < threshold) {
                    return value;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    return INVALID;
                }
            }
            return INVALID;
        }
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : INVALID;
    }

    /** RFC 3492 §6.1. */
    private static int adapt(int delta, int length, boolean first) {
        int scaled = first ? delta / DAMP : delta / 2;
        scaled += scaled / length;
        int k = 0;
        while (scaled > ((BASE - T_MIN) * T_MAX) / 2) {
            scaled /= BASE - T_MIN;
            k += BASE;
        }
        return k + ((BASE - T_MIN + 1) * scaled) / (scaled + SKEW);
    }
}
