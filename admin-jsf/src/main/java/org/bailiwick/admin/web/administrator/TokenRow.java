package org.bailiwick.admin.web.administrator;

import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.AdministratorToken;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token or a client certificate, as pages show it.
 *
 * @param kind {@code token} or {@code certificate}
 * @param role its word
 * @param teamName null for all
 * @param state {@code active}, {@code expired} or {@code ended}
 * @param lastUsed the day; empty if it never was
 * @param subject of the certificate; empty if there is none
 */
public record TokenRow(
        UUID id,
        String kind,
        String name,
        String role,
        @Nullable String teamName,
        String state,
        Instant createdAt,
        Instant expiresAt,
        String lastUsed,
        String subject)
        implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    static TokenRow of(AdministratorToken token, Optional<String> teamName, boolean opens) {
        return new TokenRow(
                token.id(),
                token.certificateSha256().isPresent() ? "certificate" : "token",
                token.name(),
                token.role().word(),
                teamName.orElse(null),
                opens ? "active" : (token.revokedAt().isPresent() ? "ended" : "expired"),
                token.createdAt(),
                token.expiresAt(),
                token.lastUsedOn().map(Object::toString).orElse(""),
                token.certificateSubject().orElse(""));
    }
}
