package org.bailiwick.authorization;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.config.Settings;
import org.bailiwick.validation.ChallengeValidator;
import org.bailiwick.validation.Http01Validator;
import org.bailiwick.validation.ValidationResult;
import org.bailiwick.validation.ValidationSettings;
import org.xbill.DNS.NioClient;

/** The validator of each challenge type, set up as the settings say. */
@ApplicationScoped
public class Validators {

    /** More than any redirect to HTTPS and to a canonical name needs. */
    private static final int REDIRECT_LIMIT = 10;

    @Inject
    Settings settings;

    private final Map<ChallengeType, ChallengeValidator> byType = new EnumMap<>(ChallengeType.class);

    @PostConstruct
    void setUp() {
        ValidationSettings network = new ValidationSettings(
                settings.validationTargets(),
                settings.validationResolver(),
                settings.http01Port(),
                settings.validationTimeLimit(),
                REDIRECT_LIMIT);
        for (ChallengeValidator validator : List.of(new Http01Validator(network))) {
            byType.put(validator.type(), validator);
        }
    }

    /** dnsjava's thread would outlive the application. */
    @PreDestroy
    void tearDown() {
        NioClient.close();
    }

    /** Runs one attempt: network I/O, so never within a transaction. */
    public ValidationResult validate(ChallengeService.PendingAttempt pending) {
        return Objects.requireNonNull(byType.get(pending.type()), "every offered type has a validator")
                .validate(pending.attempt());
    }
}
