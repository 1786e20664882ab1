package org.bailiwick.authority.founding;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.CaSubject;
import org.bailiwick.hsm.KeyAlgorithm;
import org.bailiwick.hsm.SignatureScheme;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WantedKey} in the database.
 *
 * @param subject as RFC 2253 writes it, which may be longer than what was typed
 * @param label null for one that the server makes up
 */
@Embeddable
public record PlannedKey(
        @Column(length = 4_000) String subject,
        @Enumerated(EnumType.STRING) @Column(length = 30) KeyAlgorithm algorithm,
        @Enumerated(EnumType.STRING) @Column(length = 30) SignatureScheme scheme,
        @Nullable String label) {

    static PlannedKey of(WantedKey wanted) {
        return new PlannedKey(
                wanted.subject().principal().getName(),
                wanted.algorithm(),
                wanted.scheme(),
                wanted.label().orElse(null));
    }

    WantedKey wanted() {
        return new WantedKey(new CaSubject(new X500Principal(subject)), algorithm, scheme, Optional.ofNullable(label));
    }
}
