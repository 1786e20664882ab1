package org.bailiwick.ca;

import java.util.Arrays;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * The name of a CA of ours (RFC 5280 §4.1.2.6): one common name, and perhaps organization and place. Each part within the
 * upper bounds of Appendix A.1.
 *
 * @param principal it
 */
public record CaSubject(X500Principal principal) {

    private static final int LONGEST = 500;
    private static final int LONGEST_PART = 64;

    private static final Set<ASN1ObjectIdentifier> KNOWN =
            Set.of(BCStyle.CN, BCStyle.O, BCStyle.OU, BCStyle.C, BCStyle.ST, BCStyle.L, BCStyle.DC);

    /** @throws IllegalArgumentException if it is no such name; the message is a clause that says why */
    public CaSubject {
        RDN[] parts = X500Name.getInstance(principal.getEncoded()).getRDNs();
        for (RDN part : parts) {
            if (part.isMultiValued()) {
                throw new IllegalArgumentException("its name has parts that are joined by +");
            }
            require(part.getFirst());
        }
        long commonNames = Arrays.stream(parts)
                .filter(part -> part.getFirst().getType().equals(BCStyle.CN))
                .count();
        if (commonNames != 1) {
            throw new IllegalArgumentException("its name has not one common name (CN) but " + commonNames);
        }
    }

    /**
     * Reads one.
     *
     * @param text as RFC 4514 writes it, such as {@code CN=Corp Issuing CA 1,O=Corp,C=CH}
     * @throws IllegalArgumentException if it is no such name; the message is a clause that says why
     */
    public static CaSubject parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("its name has more than %d characters".formatted(LONGEST));
        }
        try {
            return new CaSubject(new X500Principal(text));
        } catch (IllegalArgumentException notOne) {
            // the platform's own reason tells more of its insides than of the name
            if (notOne.getMessage() != null && notOne.getMessage().startsWith("its name ")) {
                throw notOne;
            }
            throw new IllegalArgumentException(
                    "its name is not one that RFC 4514 knows; write it like CN=Corp Issuing CA 1,O=Corp,C=CH", notOne);
        }
    }

    private static void require(AttributeTypeAndValue part) {
        if (!KNOWN.contains(part.getType())) {
            throw new IllegalArgumentException("its name has something else than CN, O, OU, C, ST, L and DC");
        }
        String value = part.getValue() instanceof ASN1String text ? text.getString() : "";
        if (value.isBlank()
                || value.length() > LONGEST_PART
                || value.chars().anyMatch(Character::isISOControl)
                || !value.equals(value.strip())) {
            throw new IllegalArgumentException(
                    "its name has a part that is empty, longer than %d characters, or has space or control characters where none may be"
                            .formatted(LONGEST_PART));
        }
        if (part.getType().equals(BCStyle.C) && !value.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("its name has a country (C) that is not two capital letters");
        }
    }

    /** As it stands in the certificate. */
    X500Name name() {
        return X500Name.getInstance(principal.getEncoded());
    }

    /** As RFC 2253 writes it. */
    @Override
    public String toString() {
        return principal.getName();
    }
}
