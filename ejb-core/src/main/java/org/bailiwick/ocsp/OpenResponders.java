package org.bailiwick.ocsp;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.authority.Issuers;
import org.bailiwick.authority.OpenToken;
import org.bailiwick.authority.TimedSigner;
import org.bailiwick.authority.TokenCalls;
import org.bailiwick.ca.OcspResponder;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;
import org.bailiwick.ocsp.Responders.Current;
import org.jspecify.annotations.Nullable;

/** Responders, ready to answer: certificates joined to their keys in the token. Made at first use and kept. */
@ApplicationScoped
class OpenResponders {

    /** So long after another node renewed one this node may go on with the one before, which is good for days. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    @Inject
    Responders responders;

    @Inject
    Issuers issuers;

    @Inject
    OpenToken token;

    @Inject
    TokenCalls calls;

    @Inject
    Clock clock;

    /**
     * One that can answer now.
     *
     * @param token where its key is, by the token's name among the settings; null for the server's own
     * @param responder signs
     */
    record Ready(@Nullable String token, OcspResponder responder) {}

    /** One that is open, or is being opened. */
    private record Open(UUID responder, Instant seen, Instant notAfter, CompletableFuture<Ready> opening) {

        /** Whether it need not be looked up; one that could not be opened is tried again at once. */
        boolean isFresh(Instant now) {
            return !now.isBefore(seen)
                    && now.isBefore(seen.plus(LOOK_AGAIN))
                    && now.isBefore(notAfter)
                    && !opening.isCompletedExceptionally();
        }

        boolean isStill(Current current) {
            return responder.equals(current.responder().id()) && !opening.isCompletedExceptionally();
        }
    }

    private final Map<UUID, Open> open = new ConcurrentHashMap<>();

    /**
     * The responder of an issuer.
     *
     * @return when it is open; empty if there is none yet
     * @throws org.bailiwick.hsm.TokenException if too many wait for the token already
     */
    Optional<CompletableFuture<Ready>> of(UUID issuer) {
        Instant now = clock.instant();
        Open known = open.get(issuer);
        if (known != null && known.isFresh(now)) {
            return Optional.of(known.opening());
        }
        return responders.current(issuer, now).map(current -> {
            CompletableFuture<Ready> opening =
                    known != null && known.isStill(current) ? known.opening() : open(issuer, current);
            open.put(issuer, new Open(current.responder().id(), now, current.notAfter(), opening));
            return opening;
        });
    }

    private CompletableFuture<Ready> open(UUID issuer, Current current) {
        X509Certificate own = issuers.chainOf(issuer).first();
        String where = issuers.keyOf(issuer).token();
        Pkcs11Token here = token.get(where);
        String label = current.responder().keyLabel();
        return calls.begin(
                        where,
                        () -> new Ready(
                                where,
                                new OcspResponder(own, current.certificate(), new TimedSigner(here.signer(label)))))
                .result();
    }
}
