package org.bailiwick.cmp;

/**
 * {@code rp} (RFC 9810 §5.3.10) about one certificate.
 *
 * @param status whether it is revoked now
 */
public record RevocationResponse(StatusInfo status) implements CmpBody {

    @Override
    public BodyKind kind() {
        return BodyKind.RP;
    }
}
