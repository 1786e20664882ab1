package org.bailiwick.authority;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.bailiwick.health.Health;
import org.bailiwick.health.HealthCheck;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.hsm.TokenException.TokenUnavailable;
import org.bailiwick.hsm.pkcs11.Pkcs11Token;

/**
 * Whether the keys of all active issuers sign: a real signature with each, of a statement that is no certificate, verified.
 * A login succeeds on a token that signs nothing any more. Some keys a round, in turn, so that a thousand authorities neither
 * load the token nor open all tokens at once; what was found of a key holds until its next turn, and those that failed come
 * first. While a call to a token hangs, that token is not called again: each would keep a thread.
 */
@ApplicationScoped
public class SigningCheck implements HealthCheck {

    private static final Logger LOG = System.getLogger(SigningCheck.class.getName());

    /** Signatures a round at most. */
    static final int KEYS_A_ROUND = 10;

    /** No signature is begun after that; the last one may take as long as {@link TokenCalls} waits. */
    private static final Duration ROUND = Duration.ofSeconds(8);

    @Inject
    Authorities authorities;

    @Inject
    OpenToken token;

    @Inject
    TokenCalls calls;

    private final Map<Pkcs11Token, TokenCalls.Call<Boolean>> last = new HashMap<>();
    private final Set<UUID> failing = new HashSet<>();
    private int next;

    @Override
    public String name() {
        return "signing";
    }

    @Override
    public Health check() {
        List<IssuingKey> keys = authorities.issuingKeys();
        failing.retainAll(keys.stream().map(IssuingKey::issuer).collect(Collectors.toSet()));
        if (keys.isEmpty()) {
            return Health.up("There is no issuing key yet.");
        }
        long end = System.nanoTime() + ROUND.toNanos();
        Set<Pkcs11Token> away = new HashSet<>();
        for (IssuingKey key : turn(keys)) {
            if (System.nanoTime() - end < 0) {
                look(key, away);
            }
        }
        return failing.isEmpty()
                ? Health.up("The issuing keys sign.")
                : Health.down("%d of %d issuing keys did not sign.".formatted(failing.size(), keys.size()));
    }

    /** First those that failed, so that what is mended is up soon; and others in turn. */
    private List<IssuingKey> turn(List<IssuingKey> keys) {
        Set<IssuingKey> turn = keys.stream()
                .filter(key -> failing.contains(key.issuer()))
                .limit(KEYS_A_ROUND / 2)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        while (turn.size() < Math.min(KEYS_A_ROUND, keys.size())) {
            next = (next + 1) % keys.size();
            turn.add(keys.get(next));
        }
        return List.copyOf(turn);
    }

    /**
     * Looks at one key.
     *
     * @param away gets the token if it cannot be reached: its other keys would tell the same
     */
    private void look(IssuingKey key, Set<Pkcs11Token> away) {
        Pkcs11Token here;
        try {
            // before the call, not within: see OpenToken
            here = token.get(key.key().token());
        } catch (KeyNotFound unknown) {
            note(key, Optional.of(unknown.getMessage() + ". " + unknown.hint()));
            return;
        }
        if (away.contains(here)) {
            return;
        }
        TokenCalls.Call<Boolean> before = last.get(here);
        if (before != null && !before.result().isDone()) {
            away.add(here);
            note(key, Optional.of("The token has not answered the last check yet"));
            return;
        }
        try {
            TokenCalls.Call<Boolean> call = calls.begin(key.key().token(), () -> {
                here.checkHealth(key.key().label(), key.key().scheme());
                return true;
            });
            last.put(here, call);
            call.await();
            note(key, Optional.empty());
        } catch (TokenException ill) {
            if (ill instanceof TokenUnavailable) {
                away.add(here);
            }
            note(key, Optional.of(ill.getMessage() + ". " + ill.hint()));
        }
    }

    /** Tells it once when it changes. */
    private void note(IssuingKey key, Optional<String> fault) {
        if (fault.isEmpty()) {
            if (failing.remove(key.issuer())) {
                LOG.log(
                        Level.INFO,
                        "The key \"{0}\" of the authority {1} signs again.",
                        key.key().label(),
                        key.authority());
            }
        } else if (failing.add(key.issuer())) {
            LOG.log(
                    Level.WARNING,
                    "The key \"{0}\" of the authority {1} does not sign. {2}",
                    key.key().label(),
                    key.authority(),
                    fault.get());
        }
    }
}
