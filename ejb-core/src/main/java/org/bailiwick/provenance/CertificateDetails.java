package org.bailiwick.provenance;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.acme.Identifier;
import org.bailiwick.ca.CertificateText;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.RevocationReason;
import org.bailiwick.certificate.Certificate;
import org.bailiwick.certificate.CertificateState;
import org.jspecify.annotations.Nullable;

/**
 * A certificate as it is kept.
 *
 * @param id as its URL has it
 * @param serial hexadecimal, lower case
 * @param state its word
 * @param names in it, without their kinds
 * @param authority its name
 * @param authorityId and its id
 * @param revokedAt null if it was not
 * @param reason as RFC 5280 §5.3.1 names it; null if it was not revoked
 * @param manual whether an administrator asked for it
 * @param text what is in it; null if it is not known whether it was ever signed
 */
public record CertificateDetails(
        String id,
        String serial,
        String state,
        List<String> names,
        String authority,
        UUID authorityId,
        Instant issuedAt,
        Instant notBefore,
        Instant notAfter,
        @Nullable Instant revokedAt,
        @Nullable String reason,
        boolean manual,
        @Nullable CertificateText text)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    public CertificateDetails {
        names = List.copyOf(names);
    }

    static CertificateDetails of(Certificate certificate, String authority, Instant now) {
        return new CertificateDetails(
                certificate.id().toString(),
                certificate.serial(),
                CertificateState.of(certificate, now).word(),
                certificate.contents().map(EndEntityCertificate::identifiers).orElse(List.of()).stream()
                        .map(Identifier::value)
                        .toList(),
                authority,
                certificate.authority(),
                certificate.issuedAt(),
                certificate.notBefore(),
                certificate.notAfter(),
                certificate.revokedAt().orElse(null),
                certificate.revocationReason().map(RevocationReason::rfcName).orElse(null),
                certificate.manualRequest().isPresent(),
                certificate.der().map(CertificateText::of).orElse(null));
    }
}
