package org.bailiwick.upstream;

import java.net.URI;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.TrustAnchors;
import org.bailiwick.hsm.CaSigner;

/**
 * How a CA is reached, and by what each side knows the other.
 *
 * @param url where it is asked
 * @param anchors what its certificates lead up to, and its answers are signed below
 * @param credential what shows who asks
 */
public record UpstreamAccess(URI url, TrustAnchors anchors, Credential credential) {

    /** What shows who asks. */
    public sealed interface Credential {}

    /**
     * A secret that is good for one enrolment.
     *
     * @param secret its octets
     */
    @SuppressWarnings("ArrayRecordComponent") // read only
    public record Secret(byte[] secret) implements Credential {

        @Override
        public String toString() {
            return "a secret";
        }
    }

    /**
     * A key in the token, and its certificate.
     *
     * @param chain the certificate first
     * @param key signs
     */
    public record Certified(CertificateChain chain, CaSigner key) implements Credential {}
}
