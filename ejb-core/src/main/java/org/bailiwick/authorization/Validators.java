package org.bailiwick.authorization;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.config.Mode;
import org.bailiwick.config.ProvisionerSettings;
import org.bailiwick.config.Settings;
import org.bailiwick.limit.RateLimit;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.metrics.Metrics;
import org.bailiwick.validation.ChallengeAttempt;
import org.bailiwick.validation.ChallengeValidator;
import org.bailiwick.validation.Dns01Validator;
import org.bailiwick.validation.Http01Validator;
import org.bailiwick.validation.NotProven;
import org.bailiwick.validation.Proven;
import org.bailiwick.validation.TlsAlpn01Validator;
import org.bailiwick.validation.ValidationResult;
import org.bailiwick.validation.ValidationSettings;
import org.bailiwick.validation.ValidationTrace;
import org.xbill.DNS.NioClient;

/** The validator of each challenge type, set up as the settings of each provisioner say. */
@ApplicationScoped
public class Validators {

    private static final Logger LOG = System.getLogger(Validators.class.getName());

    @Inject
    Settings server;

    @Inject
    RateLimiter limiter;

    private final FairShare fairShare = new FairShare();

    private final Cache<ValidationSettings, Map<ChallengeType, ChallengeValidator>> bySettings =
            Caffeine.newBuilder().maximumSize(1_000).build();

    private Map<ChallengeType, ChallengeValidator> setUp(ValidationSettings settings) {
        // in production never this very machine, unless its address is listed on its own
        ValidationSettings network = server.mode() == Mode.PRODUCTION
                ? settings.with(settings.targets().exceptUnlessListed(ownAddresses()))
                : settings;
        return Stream.of(new Http01Validator(network), new Dns01Validator(network), new TlsAlpn01Validator(network))
                .collect(Collectors.toUnmodifiableMap(ChallengeValidator::type, Function.identity()));
    }

    private static List<InetAddress> ownAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException unknown) {
            throw new IllegalStateException("this machine does not tell its own addresses", unknown);
        }
    }

    /** dnsjava's thread would outlive the application. */
    @PreDestroy
    void tearDown() {
        NioClient.close();
    }

    /**
     * Runs one attempt: network I/O, so never within a transaction. A fault of ours is a failed attempt, too.
     *
     * @return empty if the account has its share of attempts under way: then this one was not run
     */
    public Optional<ValidationResult> validate(ChallengeService.PendingAttempt pending) {
        return fairShare.of(pending.account(), () -> run(pending));
    }

    private ValidationResult run(ChallengeService.PendingAttempt pending) {
        ProvisionerSettings settings = pending.settings();
        Map<ChallengeType, ChallengeValidator> validators = bySettings.get(settings.validation(), this::setUp);
        long began = System.nanoTime();
        ValidationResult result = attempt(
                Objects.requireNonNull(validators.get(pending.type()), "every type has a validator"),
                pending.attempt());
        Metrics.VALIDATION_DURATION.labelValues(pending.type().wireName()).observe(Metrics.secondsSince(began));
        boolean proven = result instanceof Proven;
        limiter.note(
                settings.limits(),
                proven ? RateLimit.NAME : RateLimit.FAILED_VALIDATION,
                proven ? pending.provisioner() : pending.account().value(),
                pending.attempt().identifier().baseName());
        return result;
    }

    /** What a validator finds. One that throws must not leave the challenge processing for ever. */
    static ValidationResult attempt(ChallengeValidator validator, ChallengeAttempt attempt) {
        try {
            return validator.validate(attempt);
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "The validation of " + attempt.identifier().value() + " broke off.", fault);
            return new NotProven(
                    ProblemType.SERVER_INTERNAL.problem("The validation broke off on our side; try again later."),
                    true,
                    new ValidationTrace(List.of()));
        }
    }
}
