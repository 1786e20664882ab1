package org.bailiwick.upstream;

import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.hsm.CaSigner;

/** What a CA is asked for. */
public sealed interface Ask {

    /**
     * The RA's first certificate.
     *
     * @param subject the name that it proposes
     * @param key the key that it is for
     */
    record Enrolment(X500Principal subject, CaSigner key) implements Ask {}

    /**
     * The RA's next certificate, in the name of the present one.
     *
     * @param key the key that it is for
     */
    record Renewal(CaSigner key) implements Ask {}

    /**
     * A certificate for somebody whose control of the names was shown here.
     *
     * @param order the id of what it is for: the same for the same certificate, whatever becomes of requests and answers
     * @param csr DER PKCS#10
     * @param profile the name of the profile
     * @param evidence why the names may be in it: JSON
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    record Certification(UUID order, byte[] csr, String profile, String evidence) implements Ask {}

    /**
     * The end of a certificate.
     *
     * @param certificate DER
     * @param reason why
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    record Revocation(byte[] certificate, RevocationReason reason) implements Ask {}
}
