package org.bailiwick.ca;

import java.util.Arrays;

/**
 * One element of something that is too large to be parsed as a whole (X.690 §8.1): what is in it is looked at one by one.
 *
 * @param octets what it is part of
 * @param start where its tag is
 * @param contents where its contents begin
 * @param end behind its last octet
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and millions of octets
public record DerElement(byte[] octets, int start, int contents, int end) {

    /** Of a SEQUENCE or SEQUENCE OF. */
    public static final int SEQUENCE = 0x30;

    /** [0], explicit. */
    static final int TAGGED_0 = 0xa0;

    /**
     * The element at a place.
     *
     * @param limit it must end there, or before
     * @throws EncodingException if there is none, its tag has more than one octet, or its length is not in its shortest form
     */
    public static DerElement at(byte[] octets, int start, int limit) throws EncodingException {
        if (start + 2 > limit || (octets[start] & 0x1f) == 0x1f) {
            throw fault(start);
        }
        int first = octets[start + 1] & 0xff;
        int more = first < 0x80 ? 0 : first & 0x7f;
        int contents = start + 2 + more;
        if (first == 0x80 || more > Integer.BYTES || contents > limit) {
            throw fault(start);
        }
        long length = more == 0 ? first : 0;
        for (int i = start + 2; i < contents; i++) {
            length = (length << Byte.SIZE) | (octets[i] & 0xff);
        }
        boolean shortest = more == 0 || (length >= 0x80 && octets[start + 2] != 0);
        if (!shortest || length > limit - contents) {
            throw fault(start);
        }
        return new DerElement(octets, start, contents, contents + (int) length);
    }

    /** Tag and length of contents that are elsewhere. */
    public static byte[] header(int tag, int length) {
        if (length < 0x80) {
            return new byte[] {(byte) tag, (byte) length};
        }
        int more = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + Byte.SIZE - 1) / Byte.SIZE;
        byte[] header = new byte[2 + more];
        header[0] = (byte) tag;
        header[1] = (byte) (0x80 | more);
        for (int i = 0; i < more; i++) {
            header[2 + i] = (byte) (length >>> ((more - 1 - i) * Byte.SIZE));
        }
        return header;
    }

    /** The first octet. */
    public int tag() {
        return octets[start] & 0xff;
    }

    /** A copy of the whole element. */
    public byte[] encoded() {
        return Arrays.copyOfRange(octets, start, end);
    }

    /** The elements in it, one after the other. */
    public Contents elements() {
        return new Contents();
    }

    private static EncodingException fault(int at) {
        return new EncodingException("at octet %d, there is no DER element".formatted(at));
    }

    /** What is in an element. */
    public final class Contents {

        private int at = contents;

        private Contents() {}

        public boolean hasNext() {
            return at < end;
        }

        /**
         * The next one.
         *
         * @throws EncodingException if what is next is no element
         */
        public DerElement next() throws EncodingException {
            DerElement element = DerElement.at(octets, at, end);
            at = element.end;
            return element;
        }
    }
}
