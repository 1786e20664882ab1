package org.bailiwick.ca;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.acme.AcmeException;
import org.bailiwick.acme.ProblemType;

/**
 * A PKCS#10 request as people send it: in PEM (RFC 7468 §7), or its DER in base64url as in RFC 8555 §7.4. One request, and
 * nothing else around it.
 */
public final class CsrText {

    /** Twice what a hundred of the longest names and the longest key need. */
    static final int LONGEST = 65_536;

    /** The other label is that of older tools (RFC 7468 §7). The limit above bounds the match. */
    private static final Pattern PEM =
            Pattern.compile("\\s*+-----BEGIN (?<label>(NEW )?CERTIFICATE REQUEST)-----[ \\t]*+\\r?\\n"
                    + "(?<base64>[A-Za-z0-9+/=\\s]++)-----END \\k<label>-----\\s*+");

    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]++");

    private CsrText() {}

    /**
     * The DER in it; whether that is a request is not looked at.
     *
     * @throws AcmeException {@code badCSR} if it is in neither form, or too long
     */
    public static byte[] der(String text) {
        if (text.length() > LONGEST) {
            throw refused("it has more than %d characters".formatted(LONGEST));
        }
        Matcher pem = PEM.matcher(text);
        try {
            if (pem.matches()) {
                return Base64.getDecoder().decode(pem.group("base64").replaceAll("\\s", ""));
            }
            if (BASE64URL.matcher(text).matches()) {
                return Base64.getUrlDecoder().decode(text);
            }
        } catch (IllegalArgumentException notBase64) {
            throw refused("what is in it is not base64");
        }
        throw refused(
                "it is neither one PEM block \"CERTIFICATE REQUEST\" with nothing around it, nor DER in base64url without padding");
    }

    private static AcmeException refused(String because) {
        return new AcmeException(ProblemType.BAD_CSR.problem("The CSR cannot be used: %s.".formatted(because)));
    }
}
