package org.bailiwick.cmp;

import org.bailiwick.ca.RevocationReason;

/**
 * {@code rr} (RFC 9810 §5.3.9) about one certificate.
 *
 * @param certificate which
 * @param reason why; {@code unspecified} if nothing was said
 */
public record RevocationRequest(CertificateName certificate, RevocationReason reason) implements CmpBody {

    @Override
    public BodyKind kind() {
        return BodyKind.RR;
    }
}
