package org.bailiwick.upstream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.EndEntityCertificate;
import org.bailiwick.ca.KeyFingerprint;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.TokenException;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.job.Job;
import org.bailiwick.upstream.Answer.Issued;
import org.bailiwick.upstream.Answer.Refused;
import org.bailiwick.upstream.Answer.Unsound;
import org.bailiwick.upstream.Answer.Waiting;
import org.bailiwick.upstream.EnrolmentSteps.Plan;

/**
 * Gets this server's certificate from another CA: the first by a secret, those after it by the one before. It goes on until
 * there is one; why there is none yet is told with the authority. A node that dies is followed by another, which finds the key
 * and the request.
 */
@ApplicationScoped
public class EnrolmentJob implements Job {

    static final String NAME = "enrol-upstream";

    private static final Logger LOG = System.getLogger(EnrolmentJob.class.getName());

    @Inject
    EnrolmentSteps steps;

    @Inject
    EnrolmentSecrets secrets;

    @Inject
    UpstreamKeys keys;

    @Inject
    Upstream upstream;

    @Inject
    Clock clock;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<Duration> longestPause() {
        return Optional.of(Backoff.LONGEST.plusSeconds(1));
    }

    @Override
    public Optional<Instant> run(String subject) {
        UUID authority = UUID.fromString(subject);
        return steps.take(authority).flatMap(plan -> {
            try {
                return settle(authority, plan, ask(authority, plan));
            } catch (TokenException away) {
                return failed(authority, plan, "%s. %s".formatted(away.getMessage(), away.hint()), false);
            }
        });
    }

    private Answer ask(UUID authority, Plan plan) {
        X500Principal subject = new X500Principal("CN=RA " + plan.name());
        // before a key is made: without this nothing would come of that
        UpstreamAccess access = new UpstreamAccess(plan.url(), plan.anchors(), credential(plan));
        CaSigner next = nextKey(authority, plan, subject);
        Judge judge = judge(plan, next);
        if (plan.ticket().isPresent()) {
            return upstream.askAgain(access, plan.ticket().get(), judge, clock.instant());
        }
        byte[] message = plan.message().orElseGet(() -> {
            Ask ask = plan.secret().isPresent() ? new Ask.Enrolment(subject, next) : new Ask.Renewal(next);
            byte[] written = upstream.write(access, ask, clock.instant());
            steps.write(authority, plan.nextKeyLabel(), written);
            return written;
        });
        return upstream.send(access, message, judge, clock.instant());
    }

    /** One that cannot be used stays in the token, as after a crash between a key and its certificate there. */
    private CaSigner nextKey(UUID authority, Plan plan, X500Principal subject) {
        try {
            return keys.make(plan.nextKeyLabel(), subject);
        } catch (KeyNotFound unusable) {
            steps.takeAnotherKey(authority);
            throw unusable;
        }
    }

    private UpstreamAccess.Credential credential(Plan plan) {
        if (plan.secret().isPresent()) {
            return new UpstreamAccess.Secret(
                    secrets.open(plan.name(), plan.secret().get()));
        }
        String label = plan.keyLabel();
        if (label == null) {
            throw new IllegalStateException("there is neither a secret nor a key to ask by");
        }
        return new UpstreamAccess.Certified(plan.chain().orElseThrow(), keys.signer(label));
    }

    /** A certificate for our key, of that CA; what else is in it is the CA's to know. */
    private Judge judge(Plan plan, CaSigner next) {
        return (certificate, others) -> {
            try {
                CertificateChain path = plan.anchors().pathFrom(certificate, others, clock.instant());
                KeyFingerprint key = KeyFingerprint.of(next.publicKey().getEncoded());
                if (path.certificates().size() < 2) {
                    return new Judge.Rejected(List.of("it is a trust anchor itself"));
                }
                if (!EndEntityCertificate.read(certificate).key().equals(key)) {
                    return new Judge.Rejected(List.of("it is not for the key of this server"));
                }
                return new Judge.Accepted(path);
            } catch (IllegalArgumentException unsound) {
                return new Judge.Rejected(List.of(String.valueOf(unsound.getMessage())));
            }
        };
    }

    private Optional<Instant> settle(UUID authority, Plan plan, Answer answer) {
        if (answer instanceof Issued issued) {
            steps.certify(authority, plan.nextKeyLabel(), issued.path()).ifPresent(keys::destroy);
            LOG.log(
                    Level.INFO,
                    "The CA of the authority {0} knows this server by a certificate until {1}.",
                    plan.name(),
                    issued.path().first().getNotAfter().toInstant());
            return Optional.empty();
        }
        if (answer instanceof Waiting waiting) {
            steps.await(authority, plan.nextKeyLabel(), waiting.ticket());
            return Optional.of(Backoff.next(waiting.pause(), clock.instant()));
        }
        if (answer instanceof Refused refused) {
            return failed(authority, plan, refused.problem().detail(), true);
        }
        if (answer instanceof Unsound unsound) {
            String why =
                    "The CA gave a certificate that cannot be used: " + String.join("; ", unsound.findings()) + ".";
            return failed(authority, plan, why, true);
        }
        if (answer instanceof Answer.Away away) {
            return failed(authority, plan, away.reason(), away.over());
        }
        return failed(authority, plan, "The CA answered something that was not asked.", true);
    }

    private Optional<Instant> failed(UUID authority, Plan plan, String why, boolean answered) {
        LOG.log(
                Level.WARNING,
                "This server has no new certificate of the CA of the authority {0} yet. {1}",
                plan.name(),
                why);
        return Optional.of(steps.fail(authority, why, answered));
    }
}
