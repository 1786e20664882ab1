package org.bailiwick.upstream;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.bailiwick.authority.Authority;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.OtherCa;

/** Upstream authorities as enrolments leave them. */
public final class UpstreamScene {

    /** Where the CA would be asked. */
    public static final URI URL = URI.create("http://ca.corp/cmp/internal/plant");

    private UpstreamScene() {}

    /** One that is enrolled. */
    public static UpstreamAuthority enrolled(Authority authority, OtherCa ca, Instant now) {
        UpstreamAuthority upstream = enrolling(authority, ca, now);
        upstream.certify(upstream.nextKeyLabel(now), path(ca, now));
        return upstream;
    }

    /** One that is to be enrolled. */
    public static UpstreamAuthority enrolling(Authority authority, OtherCa ca, Instant now) {
        return new UpstreamAuthority(
                authority, URL, ca.chain().rootPem(), new SealedEnrolmentSecret("secrets", new byte[] {1, 2, 3}), now);
    }

    /** A certificate of a CA for this server, with those above it. */
    public static CertificateChain path(OtherCa ca, Instant now) {
        byte[] certificate = ca.issue(OtherCa.request("ra.corp"), now, "ra.corp");
        return CertificateChain.ofDer(
                List.of(certificate, ca.chain().firstDer(), ca.chain().rootDer()));
    }
}
