package org.bailiwick.ca;

import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** The curves that {@link KeyRequirements} accepts. */
@SuppressWarnings("ImmutableEnumChecker") // an object identifier does not change
public enum EllipticCurve {
    P_256("P-256", X9ObjectIdentifiers.prime256v1),
    P_384("P-384", SECObjectIdentifiers.secp384r1),
    P_521("P-521", SECObjectIdentifiers.secp521r1);

    private final String word;
    private final ASN1ObjectIdentifier identifier;

    EllipticCurve(String word, ASN1ObjectIdentifier identifier) {
        this.word = word;
        this.identifier = identifier;
    }

    /** As FIPS 186 calls it. */
    public String word() {
        return word;
    }

    ASN1ObjectIdentifier identifier() {
        return identifier;
    }
}
