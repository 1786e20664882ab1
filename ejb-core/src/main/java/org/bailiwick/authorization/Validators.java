package org.bailiwick.authorization;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.config.Mode;
import org.bailiwick.config.Settings;
import org.bailiwick.limit.RateLimit;
import org.bailiwick.limit.RateLimiter;
import org.bailiwick.validation.ChallengeAttempt;
import org.bailiwick.validation.ChallengeValidator;
import org.bailiwick.validation.Dns01Validator;
import org.bailiwick.validation.Http01Validator;
import org.bailiwick.validation.NotProven;
import org.bailiwick.validation.TlsAlpn01Validator;
import org.bailiwick.validation.ValidationResult;
import org.bailiwick.validation.ValidationSettings;
import org.bailiwick.validation.ValidationSettings.Ports;
import org.bailiwick.validation.ValidationTargets;
import org.bailiwick.validation.ValidationTrace;
import org.xbill.DNS.NioClient;

/** The validator of each challenge type, set up as the settings say. */
@ApplicationScoped
public class Validators {

    private static final Logger LOG = System.getLogger(Validators.class.getName());

    /** More than any redirect to HTTPS and to a canonical name needs. */
    private static final int REDIRECT_LIMIT = 10;

    @Inject
    Settings settings;

    @Inject
    RateLimiter limiter;

    private final Map<ChallengeType, ChallengeValidator> byType = new EnumMap<>(ChallengeType.class);

    @PostConstruct
    void setUp() {
        ValidationSettings network = new ValidationSettings(
                targets(),
                settings.validationResolver(),
                new Ports(settings.http01Port(), settings.tlsAlpn01Port()),
                settings.validationSourceAddress().orElse(null),
                settings.validationTimeLimit(),
                REDIRECT_LIMIT);
        for (ChallengeValidator validator :
                List.of(new Http01Validator(network), new Dns01Validator(network), new TlsAlpn01Validator(network))) {
            byType.put(validator.type(), validator);
        }
    }

    /** In production never this very machine, unless its address is listed on its own. */
    private ValidationTargets targets() {
        ValidationTargets targets = settings.validationTargets();
        return settings.mode() == Mode.PRODUCTION ? targets.exceptUnlessListed(ownAddresses()) : targets;
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

    /** Runs one attempt: network I/O, so never within a transaction. A fault of ours is a failed attempt, too. */
    public ValidationResult validate(ChallengeService.PendingAttempt pending) {
        ValidationResult result = attempt(
                Objects.requireNonNull(byType.get(pending.type()), "every type has a validator"), pending.attempt());
        if (result instanceof NotProven) {
            limiter.note(
                    RateLimit.FAILED_VALIDATION,
                    pending.account() + " " + pending.attempt().identifier().value());
        }
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
