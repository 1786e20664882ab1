package org.bailiwick.ca;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.BERTags;

/**
 * DER (X.690 §8, §10, §11) and nothing that merely resembles it: definite and shortest lengths, one encoding per value,
 * nothing behind the end. Checked here, before a general parser sees the octets, so that a signature covers one meaning
 * only and so that size and depth are bounded.
 *
 * <p>Contents of context-specific primitives cannot be judged without their schema; whoever reads them encodes what was
 * read again and compares.
 */
public final class DistinguishedEncoding {

    /** RFC 5280 structures with a directory name need 10; a nest of thousands is an attack on the stack. */
    private static final int MAXIMUM_DEPTH = 24;

    private static final int USUAL_OCTETS = 64 * 1024;

    private final byte[] der;

    private DistinguishedEncoding(byte[] der) {
        this.der = der;
    }

    /**
     * Reads exactly one value.
     *
     * @throws EncodingException if the octets are not DER, are more than 64 KiB or nest deeper than 24 levels
     */
    public static ASN1Primitive read(byte[] der) throws EncodingException {
        return read(der, USUAL_OCTETS);
    }

    /**
     * Reads exactly one value that may be larger.
     *
     * @param maximumOctets how large it may be; it is all in memory several times
     * @throws EncodingException if the octets are not DER, are more than that or nest deeper than 24 levels
     */
    public static ASN1Primitive read(byte[] der, int maximumOctets) throws EncodingException {
        if (der.length > maximumOctets) {
            throw new EncodingException("it has %d octets, more than %d".formatted(der.length, maximumOctets));
        }
        int end = new DistinguishedEncoding(der).element(0, der.length, 1);
        if (end != der.length) {
            throw new EncodingException("%d octets follow its end".formatted(der.length - end));
        }
        try {
            return ASN1Primitive.fromByteArray(der);
        } catch (IOException | IllegalArgumentException | IllegalStateException notAsn1) {
            throw new EncodingException("it is not ASN.1", notAsn1);
        }
    }

    /** Checks one element and returns the offset behind it. */
    private int element(int start, int limit, int depth) throws EncodingException {
        if (depth > MAXIMUM_DEPTH) {
            throw new EncodingException("it nests deeper than %d levels".formatted(MAXIMUM_DEPTH));
        }
        int lengthAt = endOfTag(start, limit);
        int contents = endOfLength(lengthAt, limit);
        int end = contents + length(lengthAt, contents);
        if (end > limit) {
            throw fault(start, "an element is longer than what is there");
        }
        boolean constructed = (der[start] & 0x20) != 0;
        if ((der[start] & 0xc0) == 0) {
            universal(der[start] & 0x1f, constructed, start, contents, end);
        }
        if (constructed) {
            elements(contents, end, depth, (der[start] & 0xdf) == BERTags.SET);
        }
        return end;
    }

    private void elements(int start, int end, int depth, boolean set) throws EncodingException {
        int previous = start;
        int at = start;
        while (at < end) {
            int next = element(at, end, depth + 1);
            // X.690 §11.6: the elements of a SET OF ascend.
            if (set && at > start && Arrays.compareUnsigned(der, previous, at, der, at, next) > 0) {
                throw fault(at, "the elements of a SET are not in ascending order");
            }
            previous = at;
            at = next;
        }
    }

    /** X.690 §8.1.2. No type of RFC 5280 or RFC 2986 has a tag number that needs more than one octet. */
    private int endOfTag(int start, int limit) throws EncodingException {
        if (start >= limit) {
            throw fault(start, "it ends too early");
        }
        if ((der[start] & 0x1f) == 0x1f) {
            throw fault(start, "a tag number above 30 has no place here");
        }
        return start + 1;
    }

    /** X.690 §8.1.3 and §10.1: definite, in as few octets as possible. */
    private int endOfLength(int at, int limit) throws EncodingException {
        if (at >= limit) {
            throw fault(at, "it ends too early");
        }
        int first = der[at] & 0xff;
        if (first == 0x80) {
            throw fault(at, "an indefinite length is BER, not DER");
        }
        int more = first < 0x80 ? 0 : first & 0x7f;
        if (more > 3) {
            throw fault(at, "a length is absurd");
        }
        if (at + 1 + more > limit) {
            throw fault(at, "it ends too early");
        }
        if (more > 0 && (der[at + 1] == 0 || (more == 1 && (der[at + 1] & 0x80) == 0))) {
            throw fault(at, "a length is not in its shortest form");
        }
        return at + 1 + more;
    }

    private int length(int at, int end) {
        if (end == at + 1) {
            return der[at];
        }
        int length = 0;
        for (int i = at + 1; i < end; i++) {
            length = (length << 8) | (der[i] & 0xff);
        }
        return length;
    }

    private void universal(int type, boolean constructed, int start, int contents, int end) throws EncodingException {
        boolean mayBeConstructed =
                switch (type) {
                    case BERTags.SEQUENCE,
                            BERTags.SET,
                            BERTags.EXTERNAL,
                            BERTags.EMBEDDED_PDV,
                            BERTags.UNRESTRICTED_STRING -> true;
                    default -> false;
                };
        if (constructed != mayBeConstructed) {
            throw fault(start, "a value is %s".formatted(constructed ? "in pieces (BER)" : "not constructed"));
        }
        boolean valid =
                switch (type) {
                    case 0 -> false;
                    case BERTags.BOOLEAN -> end == contents + 1 && (der[contents] == 0 || der[contents] == (byte) 0xff);
                    case BERTags.INTEGER, BERTags.ENUMERATED -> isShortestInteger(contents, end);
                    case BERTags.BIT_STRING -> isBitString(contents, end);
                    case BERTags.NULL -> end == contents;
                    case BERTags.OBJECT_IDENTIFIER, BERTags.RELATIVE_OID -> isObjectIdentifier(contents, end);
                    default -> true;
                };
        if (!valid) {
            throw fault(start, "a value of universal type %d is not in its distinguished form".formatted(type));
        }
    }

    private boolean isShortestInteger(int contents, int end) {
        if (end == contents) {
            return false;
        }
        boolean redundant = end > contents + 1
                && ((der[contents] == 0 && der[contents + 1] >= 0) || (der[contents] == -1 && der[contents + 1] < 0));
        return !redundant;
    }

    /** X.690 §11.2: unused bits are zero. */
    private boolean isBitString(int contents, int end) {
        if (end == contents) {
            return false;
        }
        int unused = der[contents] & 0xff;
        return unused == 0 || (unused < 8 && end > contents + 1 && (der[end - 1] & ((1 << unused) - 1)) == 0);
    }

    /** X.690 §8.19.2: subidentifiers without leading zeros, the last one complete. */
    private boolean isObjectIdentifier(int contents, int end) {
        boolean first = true;
        for (int i = contents; i < end; i++) {
            if (first && der[i] == (byte) 0x80) {
                return false;
            }
            first = der[i] >= 0;
        }
        return first && end > contents;
    }

    private static EncodingException fault(int at, String clause) {
        return new EncodingException("at octet %d, %s".formatted(at, clause));
    }
}
