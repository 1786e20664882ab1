package org.bailiwick.ocsp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.ca.OcspResponder.Known;
import org.bailiwick.ca.OcspResponse;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.TokenUnavailable;

/**
 * Has answers signed. Anybody can ask for one, so OCSP has a part of the token only: whoever comes beyond it is told to try
 * later, and issuance goes on.
 */
@ApplicationScoped
class Signatures {

    /** How long an answer may be relied on: what a client keeps so long is blind to a revocation as long. */
    static final Duration LIFE = Duration.ofHours(1);

    /** A quarter of what may wait for the token (configure.cli). */
    private static final int MOST = 64;

    @Inject
    Issuers issuers;

    @Inject
    OpenResponders responders;

    @Inject
    TokenCalls calls;

    /** By token: one that hangs keeps all that it has. */
    private final Map<Optional<String>, Semaphore> permits = new ConcurrentHashMap<>();

    /**
     * Begins a signature.
     *
     * @param known what was known at {@code now}
     * @param nonce what the request had, if it had one
     * @return fails with {@link TokenException} or {@link PersistenceException} if there is no signature now, with {@link
     *     NoResponderException} if there is no responder
     * @throws PersistenceException if it is not even known yet where the issuer's key is
     */
    CompletableFuture<OcspResponse> sign(UUID issuer, List<Known> known, Optional<byte[]> nonce, Instant now) {
        Semaphore free = permits.computeIfAbsent(
                Optional.ofNullable(issuers.keyOf(issuer).token()), token -> new Semaphore(MOST));
        if (!free.tryAcquire()) {
            return CompletableFuture.failedFuture(new TokenUnavailable(
                    "Too many OCSP answers wait for the token already",
                    "The token is slow or hangs, or somebody asks too much.",
                    null,
                    null));
        }
        boolean begun = false;
        try {
            CompletableFuture<OcspResponse> signing = begin(issuer, known, nonce, now);
            begun = true;
            return signing.whenComplete((response, failure) -> free.release());
        } finally {
            if (!begun) {
                free.release();
            }
        }
    }

    private CompletableFuture<OcspResponse> begin(UUID issuer, List<Known> known, Optional<byte[]> nonce, Instant now) {
        try {
            return responders
                    .of(issuer)
                    .map(opening -> opening.thenCompose(ready -> calls.begin(
                                    ready.token(), () -> ready.responder().answer(known, nonce, now, LIFE))
                            .result()))
                    .orElseGet(() -> CompletableFuture.failedFuture(new NoResponderException()));
        } catch (TokenException | PersistenceException hindered) {
            return CompletableFuture.failedFuture(hindered);
        }
    }
}
