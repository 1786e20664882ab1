package org.bailiwick.authority.standing;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bailiwick.authority.OperatedAuthority;
import org.bailiwick.ca.CertificateChain;
import org.jspecify.annotations.Nullable;

/**
 * An authority in a list.
 *
 * @param team the name of its team
 * @param state its word
 * @param subject of the certificate that it issues with, issued with last, or waits for; empty if there is none
 * @param algorithm of that certificate's key, as {@code EC P-384}; empty while it waits
 * @param remaining until that certificate or one above it ends; null while it waits
 */
public record AuthorityLine(
        UUID id,
        String name,
        String team,
        String state,
        String subject,
        String algorithm,
        @Nullable Remaining remaining) {

    /**
     * One of them.
     *
     * @param chains those of the issuers that are not roots, the one that issues first
     */
    static AuthorityLine of(OperatedAuthority operated, String team, List<CertificateChain> chains, Instant now) {
        if (chains.isEmpty()) {
            String asked = operated.request()
                    .map(request -> request.request().subject().getName())
                    .orElse("");
            return line(operated, team, asked, "", null);
        }
        X509Certificate own = chains.get(0).first();
        return line(
                operated,
                team,
                own.getSubjectX500Principal().getName(),
                KeyText.of(own.getPublicKey()),
                Remaining.of(chains.get(0).end(), now));
    }

    /** How its state looks: good, warning or bad. */
    public String tone() {
        return switch (state) {
            case "active" -> "good";
            case "pending" -> "warning";
            default -> "bad";
        };
    }

    private static AuthorityLine line(
            OperatedAuthority operated, String team, String subject, String algorithm, @Nullable Remaining remaining) {
        return new AuthorityLine(
                operated.authority().id(),
                operated.authority().name(),
                team,
                operated.state().word(),
                subject,
                algorithm,
                remaining);
    }
}
