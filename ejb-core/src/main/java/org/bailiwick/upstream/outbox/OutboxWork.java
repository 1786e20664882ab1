package org.bailiwick.upstream.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.CertificationRequest;
import org.bailiwick.ca.IssuedCheck;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.metrics.Metrics;
import org.bailiwick.upstream.Answer;
import org.bailiwick.upstream.Answer.Away;
import org.bailiwick.upstream.Answer.Issued;
import org.bailiwick.upstream.Answer.Refused;
import org.bailiwick.upstream.Answer.Revoked;
import org.bailiwick.upstream.Answer.Unsound;
import org.bailiwick.upstream.Answer.Waiting;
import org.bailiwick.upstream.Ask.Certification;
import org.bailiwick.upstream.Judge;
import org.bailiwick.upstream.Upstream;
import org.bailiwick.upstream.UpstreamAccesses;
import org.bailiwick.upstream.UpstreamAccesses.Way;
import org.bailiwick.upstream.outbox.OutboxEntry.Written;
import org.bailiwick.upstream.outbox.OutboxSteps.Due;

/**
 * Tries an entry once: asks the CA, and has written down what came of it. Two may try the same at once: they send the same
 * request, and who comes second finds the entry gone. It holds no transaction while it asks.
 */
@ApplicationScoped
public class OutboxWork {

    private static final Logger LOG = System.getLogger(OutboxWork.class.getName());

    /** What a client is told when nothing came before the deadline. */
    static final Problem TOO_LATE = ProblemType.SERVER_INTERNAL.problem(
            "The CA that signs for this authority gave no certificate in time; nothing is wrong with your request. Make a new order.");

    private static final Problem NOT_REVOKED = ProblemType.SERVER_INTERNAL.problem(
            "The CA that signed this certificate has not revoked it in time; ask its administrators.");

    /** For how long nobody asks a CA that has just not answered, but one who sees whether it is back. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    /** How often the log says that a CA is still away. */
    private static final Duration REMINDER = Duration.ofMinutes(10);

    private static final String NOT_KNOWN_THERE =
            "This server has no valid certificate by which it could ask the CA: give it a new enrolment secret.";

    @Inject
    OutboxSteps steps;

    @Inject
    OutboxOutcome outcome;

    @Inject
    UpstreamAccesses accesses;

    @Inject
    Upstream upstream;

    @Inject
    Clock clock;

    /** By authority: of this node alone. */
    private final Map<UUID, Pause> pauses = new ConcurrentHashMap<>();

    /**
     * A CA that has just not answered.
     *
     * @param until until when nobody asks
     * @param reason why nothing came of the last attempt, whosever that was
     * @param logged when the log told that
     */
    private record Pause(Instant until, String reason, Instant logged) {}

    /**
     * Tries one.
     *
     * @return when to try it again; empty if it has ended
     */
    Optional<Instant> attempt(UUID id) {
        return steps.take(id).flatMap(due -> {
            if (due.over()) {
                LOG.log(
                        Level.ERROR,
                        "Nothing came of what the CA of the authority {0} was asked for in time.",
                        due.authorityName());
                outcome.late(id, due.profile().isPresent() ? TOO_LATE : NOT_REVOKED, clock.instant());
                return Optional.empty();
            }
            try {
                return attempt(due);
            } catch (TokenException away) {
                return steps.retry(id, "%s. %s".formatted(away.getMessage(), away.hint()));
            }
        });
    }

    /** One that cannot be tried here now is tried by its job, at once. */
    void leaveToJob(UUID id) {
        steps.leaveToJob(id);
    }

    /**
     * Why the CA has just not answered another one, if so. Thousands that wait for one that is away would keep all threads of
     * all jobs waiting for it.
     */
    private Optional<String> paused(UUID authority) {
        Instant now = clock.instant();
        Pause pause = pauses.get(authority);
        if (pause == null || pause.until().isAfter(now.plus(PAUSE))) {
            // none, or a clock was put back
            return Optional.empty();
        }
        Pause next = new Pause(now.plus(PAUSE), pause.reason(), pause.logged());
        return now.isBefore(pause.until()) || !pauses.replace(authority, pause, next)
                ? Optional.of(pause.reason())
                : Optional.empty();
    }

    private Optional<Instant> attempt(Due due) {
        Optional<String> paused = paused(due.authority());
        if (paused.isPresent()) {
            return steps.retry(due.id(), paused.get());
        }
        Optional<Way> way = accesses.of(due.authority());
        if (way.isEmpty()) {
            return steps.retry(due.id(), NOT_KNOWN_THERE);
        }
        long began = System.nanoTime();
        Optional<Answer> answer = ask(due, way.get());
        Metrics.UPSTREAM_DURATION.labelValues(due.authorityName()).observe(Metrics.secondsSince(began));
        return answer.flatMap(came -> settle(due, came));
    }

    /** Empty if somebody else has ended the entry meanwhile. */
    private Optional<Answer> ask(Due due, Way way) {
        Judge judge = judge(due, way);
        if (due.ticket().isPresent()) {
            return Optional.of(upstream.askAgain(way.access(), due.ticket().get(), judge, clock.instant()));
        }
        return due.written()
                .filter(written -> written.key().equals(way.key()))
                .map(Written::octets)
                .or(() -> steps.write(
                        due.id(), new Written(upstream.write(way.access(), due.ask(), clock.instant()), way.key())))
                .map(message -> upstream.send(way.access(), message, judge, clock.instant()));
    }

    /** Nothing that the CA says makes more of a certificate than what was asked for. */
    private Judge judge(Due due, Way way) {
        if (!(due.ask() instanceof Certification asked)) {
            return Judge.NONE;
        }
        CertificationRequest request = CertificationRequest.parse(asked.csr());
        IssuedCheck check = new IssuedCheck(
                KeyFingerprint.of(request.subjectPublicKeyInfo()),
                List.copyOf(request.identifiers()),
                due.profile().orElseThrow(),
                clock.instant());
        return (certificate, others) -> {
            List<String> findings = check.findings(certificate);
            if (!findings.isEmpty()) {
                return new Judge.Rejected(findings);
            }
            try {
                CertificateChain path = way.anchors().pathFrom(certificate, others, clock.instant());
                return path.certificates().size() < 2
                        ? new Judge.Rejected(List.of("it is a trust anchor itself"))
                        : new Judge.Accepted(path);
            } catch (IllegalArgumentException notTrusted) {
                return new Judge.Rejected(List.of(String.valueOf(notTrusted.getMessage())));
            }
        };
    }

    private Optional<Instant> settle(Due due, Answer answer) {
        Metrics.UPSTREAM_ANSWERS.labelValues(due.authorityName(), word(answer)).inc();
        Instant now = clock.instant();
        if (answer instanceof Away away) {
            pause(due, away.reason(), now);
            return away.over() ? steps.beginAnew(due.id(), away.reason()) : steps.retry(due.id(), away.reason());
        }
        if (pauses.remove(due.authority()) != null) {
            LOG.log(Level.INFO, "The CA of the authority {0} answers again.", due.authorityName());
        }
        if (answer instanceof Issued issued) {
            outcome.issued(due.id(), issued.path(), now);
            return Optional.empty();
        }
        if (answer instanceof Revoked) {
            outcome.revoked(due.id());
            return Optional.empty();
        }
        if (answer instanceof Waiting waiting) {
            return steps.await(due.id(), waiting.ticket(), waiting.pause());
        }
        if (answer instanceof Unsound unsound) {
            LOG.log(
                    Level.ERROR,
                    "The CA of the authority {0} gave a certificate that is not what was asked for; it was refused, and the CA is asked to revoke it: {1}.",
                    due.authorityName(),
                    String.join("; ", unsound.findings()));
            outcome.unsound(due.id(), unsound.certificate(), unsound.findings(), now);
            return Optional.empty();
        }
        return refused(due, ((Refused) answer).problem());
    }

    /** The log has a line when it begins, and now and then while it lasts. */
    private void pause(Due due, String reason, Instant now) {
        Pause before = pauses.get(due.authority());
        if (before != null
                && !now.isBefore(before.logged())
                && now.isBefore(before.logged().plus(REMINDER))) {
            pauses.put(due.authority(), new Pause(now.plus(PAUSE), reason, before.logged()));
            return;
        }
        pauses.put(due.authority(), new Pause(now.plus(PAUSE), reason, now));
        LOG.log(
                Level.WARNING,
                "Nothing comes of what the CA of the authority {0} is asked for; it is asked again. {1}",
                due.authorityName(),
                reason);
    }

    /** A CA that forgot what it was polled for is asked once more: by our id of the order it knows what it has given. */
    private Optional<Instant> refused(Due due, Problem problem) {
        if (due.ticket().isPresent() && problem.type() == ProblemType.SERVER_INTERNAL) {
            return steps.beginAnew(due.id(), problem.detail());
        }
        LOG.log(
                Level.WARNING,
                "The CA of the authority {0} refuses what it was asked for. {1}",
                due.authorityName(),
                problem.detail());
        outcome.refused(due.id(), problem, clock.instant());
        return Optional.empty();
    }

    private static String word(Answer answer) {
        return answer.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
