package org.bailiwick.ca;

import java.time.Duration;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * The certificate by which a registration authority signs what it relays (RFC 9810 §4.5, RFC 6402 §2.10). Its purpose alone
 * permits nothing: it counts while it is the one that the record of its registration authority names.
 */
public final class RegistrationAuthorityCertificate {

    /** How long one is valid; the registration authority renews it before. */
    public static final Duration VALIDITY = Duration.ofDays(90);

    /** {@code id-kp-cmcRA}. */
    static final KeyPurposeId PURPOSE = KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.28"));

    private RegistrationAuthorityCertificate() {}

    /**
     * What that of one looks like.
     *
     * @param name of the registration authority, at most 64 characters
     */
    static NamelessCertificate named(String name) {
        return new NamelessCertificate("a registration authority", name, PURPOSE, "cmcRA", VALIDITY, false);
    }
}
