package org.bailiwick.acme;

import java.util.Arrays;

/** Makes A-labels, also fake ones. */
final class Punycode {

    private Punycode() {}

    /** RFC 3492 §6.3, written for the test: the code under test can only decode. */
    static String aLabel(String text) {
        int[] input = text.codePoints().toArray();
        StringBuilder output = new StringBuilder("xn--");
        int basic = 0;
        for (int c : input) {
            if (c < 128) {
                output.append((char) Character.toLowerCase(c));
                basic++;
            }
        }
        if (basic > 0) {
            output.append('-');
        }
        int n = 128;
        int delta = 0;
        int bias = 72;
        int handled = basic;
        while (handled < input.length) {
            int floor = n;
            int m = Arrays.stream(input).filter(c -> c >= floor).min().orElseThrow();
            delta += (m - n) * (handled + 1);
            n = m;
            for (int c : input) {
                if (c < n) {
                    delta++;
                } else if (c == n) {
                    int q = delta;
                    for (int k = 36; ; k += 36) {
                        int t = Math.min(Math.max(k - bias, 1), 26);
                        if (q < t) {
                            output.append(digit(q));
                            break;
                        }
                        output.append(digit(t + (q - t) % (36 - t)));
                        q = (q - t) / (36 - t);
                    }
                    int scaled = handled == basic ? delta / 700 : delta / 2;
                    scaled += scaled / (handled + 1);
                    int k = 0;
                    while (scaled > 455) {
                        scaled /= 35;
                        k += 36;
                    }
                    bias = k + 36 * scaled / (scaled + 38);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            n++;
        }
        return output.toString();
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }
}
