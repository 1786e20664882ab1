package org.bailiwick.authorization;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.acme.Token;
import org.bailiwick.validation.ValidationTrace;
import org.jspecify.annotations.Nullable;

/**
 * A challenge (RFC 8555 §7.1.5, §8): one way to show control of an authorization's name. It waits until the client says
 * that it is ready, is then attempted a few times, and ends valid or invalid.
 */
@Entity
public class Challenge {

    static final int RECORD_LENGTH = 50_000;

    /** The waits between attempts when a failure may pass (RFC 8555 §8.2). */
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(3));

    @Id
    private UUID id;

    @Version
    private long version;

    @ManyToOne(optional = false)
    private Authorization authorization;

    @Enumerated(EnumType.STRING)
    @Column(length = 30)
    private ChallengeType type;

    @Column(length = 128)
    private String token;

    private int attempts;
    private @Nullable Instant processingSince;
    private @Nullable Instant validatedAt;
    private @Nullable Instant failedAt;

    @Embedded
    private @Nullable RecordedProblem problem;

    @Column(length = RECORD_LENGTH)
    private @Nullable String validationRecord;

    protected Challenge() {}

    Challenge(Authorization authorization, ChallengeType type, Instant now) {
        this.id = ResourceId.random(now).value();
        this.authorization = authorization;
        this.type = type;
        this.token = Token.random().value();
    }

    public ResourceId id() {
        return new ResourceId(id);
    }

    public Authorization authorization() {
        return authorization;
    }

    public ChallengeType type() {
        return type;
    }

    public Token token() {
        return new Token(token);
    }

    /** How many attempts have ended. */
    public int attempts() {
        return attempts;
    }

    /** When the client said that it is ready. */
    public Optional<Instant> processingSince() {
        return Optional.ofNullable(processingSince);
    }

    /** When it was met. */
    public Optional<Instant> validatedAt() {
        return Optional.ofNullable(validatedAt);
    }

    /** Why the last attempt did not succeed. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem).map(RecordedProblem::problem);
    }

    /** What the attempts did. */
    public ValidationRecord validationRecord() {
        return validationRecord == null ? ValidationRecord.NONE : ValidationRecord.parse(validationRecord);
    }

    /** When it may be attempted again after an attempt that ends at a moment; empty if that is its last. */
    Optional<Instant> nextAttemptAfter(Instant attempt) {
        return attempts < PAUSES.size() ? Optional.of(attempt.plus(PAUSES.get(attempts))) : Optional.empty();
    }

    /** When it is attempted again, or a little later if many are; empty before the first attempt, and when it has ended. */
    public Optional<Instant> nextAttempt() {
        return status() == ChallengeStatus.PROCESSING && attempts > 0
                ? validationRecord()
                        .lastAttempt()
                        .map(ended -> ended.plus(PAUSES.get(Math.min(attempts, PAUSES.size()) - 1)))
                : Optional.empty();
    }

    /** Derived, in this order: met, failed, begun, else pending. */
    public ChallengeStatus status() {
        if (validatedAt != null) {
            return ChallengeStatus.VALID;
        }
        if (failedAt != null) {
            return ChallengeStatus.INVALID;
        }
        return processingSince == null ? ChallengeStatus.PENDING : ChallengeStatus.PROCESSING;
    }

    /**
     * The client is ready (RFC 8555 §7.5.1).
     *
     * @return whether this is news: saying it again, or too late, changes nothing
     */
    boolean begin(Instant now) {
        if (status() != ChallengeStatus.PENDING || authorization.statusAt(now) != AuthorizationStatus.PENDING) {
            return false;
        }
        processingSince = now;
        return true;
    }

    /**
     * An attempt showed control. It comes too late if the authorization has ended meanwhile, unless another challenge made
     * that valid.
     */
    void succeed(ValidationTrace trace, Instant now) {
        if (status() != ChallengeStatus.PROCESSING) {
            return;
        }
        if (!authorization.validate(now) && authorization.statusAt(now) != AuthorizationStatus.VALID) {
            fail(
                    ProblemType.UNAUTHORIZED.problem("The authorization had ended before this challenge was met."),
                    trace,
                    now);
            return;
        }
        ended(trace, now);
        validatedAt = now;
        problem = null;
    }

    /** An attempt failed and another will follow. */
    void retryAfter(Problem why, ValidationTrace trace, Instant now) {
        if (status() == ChallengeStatus.PROCESSING) {
            ended(trace, now);
            problem = RecordedProblem.of(why);
        }
    }

    /** The last attempt failed. Ignored if the challenge ended meanwhile. */
    void fail(Problem why, ValidationTrace trace, Instant now) {
        if (status() == ChallengeStatus.PROCESSING) {
            retryAfter(why, trace, now);
            failedAt = now;
            authorization.invalidate(now);
        }
    }

    private void ended(ValidationTrace trace, Instant now) {
        attempts++;
        validationRecord = validationRecord().and(attempts, trace, now).json(RECORD_LENGTH);
    }
}
