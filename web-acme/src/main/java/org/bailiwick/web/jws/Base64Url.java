package org.bailiwick.web.jws;

import java.util.Base64;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/** Base64url without padding (RFC 7515 §2, RFC 8555 §6.1), in its one canonical form. */
public final class Base64Url {

    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private Base64Url() {}

    /**
     * Reads what a client sent. Padding, white space, other alphabets and bits that no octet has are refused: two texts
     * never mean the same octets.
     *
     * @param what the text's name, to begin a sentence with: {@code The "payload"}
     * @throws AcmeException {@code malformed}
     */
    public static byte[] decode(String what, String text) {
        try {
            byte[] octets = DECODER.decode(text);
            if (ENCODER.encodeToString(octets).equals(text)) {
                return octets;
            }
        } catch (IllegalArgumentException notInItsAlphabet) {
            // The sentence below says it.
        }
        throw new AcmeException(ProblemType.MALFORMED.problem(
                what + " is not base64url as RFC 8555 §6.1 wants it: the alphabet A-Z a-z 0-9 - _ only, without \"=\","
                        + " line breaks or left-over bits at the end."));
    }
}
