package org.bailiwick.ca;

import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;

/**
 * An object identifier (X.660) in dotted decimal form, of which each has one only.
 *
 * @param dotted as {@code 1.3.6.1.4.1.32473.1}; at most {@value #MAXIMUM_LENGTH} characters
 */
public record ObjectIdentifier(String dotted) {

    static final int MAXIMUM_LENGTH = 100;

    /** The longest arc is a UUID (X.667), of 39 digits. */
    private static final Pattern DOTTED =
            Pattern.compile("(?:[01]\\.(?:[0-9]|[1-3][0-9])|2\\.(?:0|[1-9][0-9]{0,38}))(?:\\.(?:0|[1-9][0-9]{0,38}))+");

    public ObjectIdentifier {
        if (dotted.length() > MAXIMUM_LENGTH || !DOTTED.matcher(dotted).matches()) {
            throw new IllegalArgumentException("this is not an object identifier, as 1.3.6.1.4.1.32473.1 is one");
        }
    }

    ASN1ObjectIdentifier asn1() {
        return new ASN1ObjectIdentifier(dotted);
    }
}
