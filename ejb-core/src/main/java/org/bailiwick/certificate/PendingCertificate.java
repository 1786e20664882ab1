package org.bailiwick.certificate;

import java.util.Optional;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ResourceId;

/** What somebody asked for a certificate by, while that is being made: it ends with the certificate, or with a problem. */
public interface PendingCertificate {

    /** The certificate that it says its own one replaces (RFC 9773 §5). */
    Optional<ResourceId> replacedCertificate();

    /** The certificate is there. */
    void complete(ResourceId issued);

    /** It will not come to a certificate. */
    void fail(Problem why);
}
