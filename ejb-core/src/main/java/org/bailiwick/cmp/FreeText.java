package org.bailiwick.cmp;

import java.util.ArrayList;
import java.util.List;
import org.bailiwick.ca.EncodingException;
import org.bailiwick.ca.SequenceReader;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERUTF8String;

/** {@code PKIFreeText} (RFC 9810 §5.1.1): lines for people, which may be whatever a peer thought of. */
final class FreeText {

    private static final int MOST_LINES = 10;
    private static final int LONGEST_LINE = 500;

    private FreeText() {}

    /** The lines, printable, as many and as long as anybody reads. */
    static List<String> read(ASN1Encodable value) throws EncodingException {
        SequenceReader texts = SequenceReader.of(value);
        List<String> lines = new ArrayList<>();
        while (!texts.atEnd()) {
            String line = printable(texts.next(ASN1UTF8String.class).getString());
            if (lines.size() < MOST_LINES) {
                lines.add(line);
            }
        }
        return lines;
    }

    static ASN1Encodable asn1(List<String> lines) {
        return Asn1.sequence(lines.stream()
                .limit(MOST_LINES)
                .map(FreeText::printable)
                .map(DERUTF8String::new)
                .toList());
    }

    /** No line ends, no escape sequences, nothing that turns the direction of reading. */
    private static String printable(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(LONGEST_LINE).forEach(c -> line.appendCodePoint(isPrintable(c) ? c : '?'));
        return line.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
