package org.bailiwick.certificate;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a certificate is good for anything. One that was revoked stays so when it has expired. */
public enum CertificateState {
    /** Nothing happened to it, or it begins later. */
    VALID,
    /** Its time is over. */
    EXPIRED,
    /** It was revoked. */
    REVOKED;

    static CertificateState of(@Nullable Instant revokedAt, Instant notAfter, Instant now) {
        if (revokedAt != null) {
            return REVOKED;
        }
        return now.isAfter(notAfter) ? EXPIRED : VALID;
    }

    /** That of a certificate. */
    public static CertificateState of(Certificate certificate, Instant now) {
        return of(certificate.revokedAt().orElse(null), certificate.notAfter(), now);
    }

    /** As URLs and pages have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word, if there is one. */
    public static Optional<CertificateState> named(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
