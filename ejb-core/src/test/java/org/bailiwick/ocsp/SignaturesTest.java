package org.bailiwick.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.bailiwick.authority.CaKey;
import org.bailiwick.authority.Issuers;
import org.bailiwick.ca.OcspResponse;
import org.bailiwick.schema.Injected;
import org.junit.jupiter.api.Test;

class SignaturesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** It goes away between the status and the responder: then what is kept is told, and whoever has nothing tries later. */
    @Test
    void aDatabaseThatIsAwayFailsTheSignatureAndNotWhoeverAsks() {
        Signatures signatures = Injected.into(
                new Signatures(),
                new Issuers() {
                    @Override
                    public CaKey keyOf(UUID id) {
                        return new CaKey(null, "issuing", null);
                    }
                },
                new OpenResponders() {
                    @Override
                    Optional<CompletableFuture<Ready>> of(UUID issuer) {
                        throw new PersistenceException("away");
                    }
                });
        // more than may wait at once: none of them keeps its place
        for (int i = 0; i < 100; i++) {
            CompletableFuture<OcspResponse> signing = signatures.sign(new UUID(0, 1), List.of(), Optional.empty(), NOW);
            assertThat(signing).isCompletedExceptionally();
            assertThatThrownBy(signing::join).hasCauseInstanceOf(PersistenceException.class);
        }
    }
}
