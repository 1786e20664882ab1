package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a certificate was issued.
 *
 * @param chain those above it, its issuer's first
 * @param order that it came of; null if it came of none
 * @param account whose it is; null if it is nobody's
 * @param relay what a registration authority asked for it by; null if none did
 * @param judged what the policies, as they are now, say of its first names
 * @param moreNames how many more names it has
 */
public record Provenance(
        CertificateDetails certificate,
        List<IssuingCertificate> chain,
        @Nullable OrderDetails order,
        @Nullable AccountDetails account,
        @Nullable RelayDetails relay,
        List<JudgedName> judged,
        int moreNames)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public Provenance {
        chain = List.copyOf(chain);
        judged = List.copyOf(judged);
    }
}
