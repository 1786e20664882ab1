package org.bailiwick.revocation;

import java.time.Instant;
import java.util.List;
import org.bailiwick.certificate.Certificate;

/**
 * What a revocation by criteria would hit.
 *
 * @param token what {@link MassRevocationAdministration#begin} wants to see again
 * @param moment what was good then is hit, and nothing that is issued later
 * @param certificates how many
 * @param first the first of them, the oldest first, at most a hundred
 */
public record RevocationPreview(String token, Instant moment, long certificates, List<Certificate> first) {

    public RevocationPreview {
        first = List.copyOf(first);
    }
}
