package org.bailiwick.authorization;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.bailiwick.acme.ChallengeType;
import org.bailiwick.acme.DnsIdentifier;
import org.bailiwick.acme.Identifier;
import org.bailiwick.acme.Problem;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.ca.CertificateProfile;
import org.bailiwick.order.Order;
import org.bailiwick.order.OrderRequest;
import org.bailiwick.order.Orders;
import org.bailiwick.profile.CustomProfiles;
import org.bailiwick.schema.Injected;
import org.bailiwick.validation.ValidationStep;
import org.bailiwick.validation.ValidationTrace;

/** An order as a client left it: what happened to each of its authorizations. */
public final class OrderScene {

    /** When it was ordered. */
    public static final Instant ORDERED = Instant.parse("2027-01-01T00:00:00Z");

    /** How long the order and its authorizations live. */
    public static final Duration LIFETIME = Duration.ofDays(7);

    static final Problem REFUSED = ProblemType.CONNECTION.problem("Nobody answered.");

    private OrderScene() {}

    /** What happened to an authorization, an hour after it was made. */
    public enum Fact {
        /** Nothing. */
        NOTHING {
            @Override
            void happen(Authorization authorization) {
                // as it says
            }
        },
        /** Its challenge is being attempted. */
        BEGUN {
            @Override
            void happen(Authorization authorization) {
                authorization.challenges().get(0).begin(later());
            }
        },
        /** Its challenge was met. */
        MET {
            @Override
            void happen(Authorization authorization) {
                BEGUN.happen(authorization);
                authorization.challenges().get(0).succeed(saw("proven"), later());
            }
        },
        /** Its challenge failed for good. */
        FAILED {
            @Override
            void happen(Authorization authorization) {
                BEGUN.happen(authorization);
                authorization.challenges().get(0).fail(REFUSED, saw("not proven"), later());
            }
        },
        /** Its client gave it up. */
        GIVEN_UP {
            @Override
            void happen(Authorization authorization) {
                authorization.deactivate(later());
            }
        },
        /** Its challenge was met, and then its client gave it up. */
        MET_AND_GIVEN_UP {
            @Override
            void happen(Authorization authorization) {
                MET.happen(authorization);
                authorization.deactivate(later());
            }
        };

        abstract void happen(Authorization authorization);

        static Instant later() {
            return ORDERED.plus(Duration.ofHours(1));
        }
    }

    /** What an attempt did, in one sentence. */
    static ValidationTrace saw(String sentence) {
        return new ValidationTrace(List.of(new ValidationStep(
                ValidationStep.Kind.CONCLUDED, sentence, null, "host.corp", null, List.of(), null, null)));
    }

    /** What all attempts at a challenge did, in sentences. */
    static List<String> sentences(Challenge challenge) {
        return challenge.validationRecord().steps().stream()
                .map(recorded -> recorded.attempt() + " " + recorded.step().sentence())
                .toList();
    }

    /** The challenges of an order are met at once. */
    public static void meet(Order order, Instant at) {
        meet(order, at, List.of(saw("proven")));
    }

    /**
     * The challenges of an order are met, each by its last attempt.
     *
     * @param attempts what they did
     */
    public static void meet(Order order, Instant at, List<ValidationTrace> attempts) {
        int last = attempts.size() - 1;
        for (Authorization authorization : order.authorizations()) {
            Challenge challenge = authorization.challenges().get(0);
            challenge.begin(at);
            attempts.subList(0, last).forEach(failed -> challenge.retryAfter(REFUSED, failed, at));
            challenge.succeed(attempts.get(last), at);
        }
    }

    /** The orders of a database, and its audit log. */
    public static Orders orders(EntityManager entityManager) {
        Clock clock = Clock.fixed(ORDERED, ZoneOffset.UTC);
        return Injected.into(
                new Orders(),
                entityManager,
                Injected.into(new AuditLog(), entityManager, clock),
                Injected.into(new CustomProfiles(), entityManager));
    }

    /** Somebody's order with an authorization for each fact. */
    public static Order order(List<Fact> facts) {
        return order(ResourceId.random(ORDERED), facts);
    }

    /** An account's order with an authorization for each fact. */
    public static Order order(ResourceId account, List<Fact> facts) {
        List<Identifier> names = facts.stream()
                .<Identifier>map(fact -> new DnsIdentifier("host.corp"))
                .toList();
        Order order = new Order(
                account,
                OrderRequest.of(names),
                CertificateProfile.tlsserver(),
                List.of(ChallengeType.HTTP_01),
                ORDERED,
                LIFETIME);
        for (int i = 0; i < facts.size(); i++) {
            facts.get(i).happen(order.authorizations().get(i));
        }
        return order;
    }
}
