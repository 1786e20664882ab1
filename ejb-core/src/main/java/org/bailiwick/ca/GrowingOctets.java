package org.bailiwick.ca;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Octets that become more and more, perhaps many millions. They are never copied to make room, and are given up while they
 * are moved to where they are wanted. For one thread.
 */
final class GrowingOctets {

    private static final int PART = 1024 * 1024;

    private final Deque<byte[]> parts = new ArrayDeque<>();
    private int usedOfLast = PART;
    private int length;

    void write(byte[] octets) {
        length = Math.addExact(length, octets.length);
        int from = 0;
        while (from < octets.length) {
            if (usedOfLast == PART) {
                parts.addLast(new byte[PART]);
                usedOfLast = 0;
            }
            int some = Math.min(PART - usedOfLast, octets.length - from);
            System.arraycopy(octets, from, parts.getLast(), usedOfLast, some);
            usedOfLast += some;
            from += some;
        }
    }

    int length() {
        return length;
    }

    /** Moves all of them; none are here any more then. */
    void moveTo(byte[] target, int at) {
        int to = at;
        while (length > 0) {
            int some = Math.min(PART, length);
            System.arraycopy(parts.removeFirst(), 0, target, to, some);
            to += some;
            length -= some;
        }
        usedOfLast = PART;
    }
}
