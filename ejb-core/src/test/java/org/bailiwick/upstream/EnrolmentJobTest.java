package org.bailiwick.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import javax.security.auth.x500.X500Principal;
import org.bailiwick.acme.ProblemType;
import org.bailiwick.audit.AuditLog;
import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.Issuer;
import org.bailiwick.ca.CertificateChain;
import org.bailiwick.ca.OtherCa;
import org.bailiwick.ca.SoftwareSigner;
import org.bailiwick.hsm.CaSigner;
import org.bailiwick.hsm.SignatureScheme;
import org.bailiwick.hsm.TokenException.KeyNotFound;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.upstream.UpstreamAccess.Certified;
import org.bailiwick.upstream.UpstreamAccess.Secret;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How this server comes to be known at another CA, and stays so. */
class EnrolmentJobTest {

    private static final Instant BEGIN = Instant.parse("2027-06-01T00:00:00Z");
    private static final OtherCa CA = new OtherCa();

    private Instant now = BEGIN;
    private final Deque<BiFunction<Judge, OtherCa.Request, Answer>> answers = new ArrayDeque<>();
    private final List<byte[]> sent = new ArrayList<>();
    private final List<UpstreamAccess> accesses = new ArrayList<>();
    private final Map<String, OtherCa.Request> keys = new HashMap<>();
    private final List<String> destroyed = new ArrayList<>();

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    @ParameterizedTest
    @EnumSource
    void aSecretLeadsToACertificateAndIsGone(TestDatabase database) {
        UUID authority = enrolling(database);
        answers.add(this::given);
        assertThat(job(database).run(authority.toString())).isEmpty();

        UpstreamAuthority upstream = read(database, authority);
        assertThat(upstream.stateAt(now)).isEqualTo(UpstreamState.ENROLLED);
        assertThat(upstream.secret()).isEmpty();
        assertThat(upstream.keyLabel()).contains(keys.keySet().iterator().next());
        assertThat(upstream.problem()).isEmpty();
        assertThat(accesses.get(0).credential()).isInstanceOf(Secret.class);
        assertThat(issuers(database, authority)).singleElement().satisfies(issuer -> {
            assertThat(issuer.remote()).isTrue();
            assertThat(issuer.chain()).isEqualTo(CA.chain().pem());
        });
        assertThat(job(database).run(authority.toString())).as("nothing is due").isEmpty();
        assertThat(sent).hasSize(1);
    }

    /** The secret is good once: what was sent is sent again as it was, and the CA answers it again. */
    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsLostIsAskedForBySameRequestAndKey(TestDatabase database) {
        UUID authority = enrolling(database);
        answers.add((judge, key) -> new Answer.Away("Nobody is there."));
        answers.add(this::given);
        Optional<Instant> next = job(database).run(authority.toString());
        assertThat(next).hasValueSatisfying(when -> assertThat(when).isAfter(now));
        assertThat(read(database, authority).problem()).contains("Nobody is there.");
        now = now.plusSeconds(30);
        assertThat(job(database).run(authority.toString())).isEmpty();
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
        assertThat(keys).hasSize(1);
        assertThat(read(database, authority).problem()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whyItIsNotThereIsTold(TestDatabase database) {
        UUID authority = enrolling(database);
        answers.add((judge, key) -> new Answer.Refused(ProblemType.UNAUTHORIZED.problem("The secret is wrong.")));
        assertThat(job(database).run(authority.toString())).isPresent();
        UpstreamAuthority upstream = read(database, authority);
        assertThat(upstream.problem()).contains("The secret is wrong.");
        assertThat(upstream.stateAt(now)).isEqualTo(UpstreamState.ENROLLING);
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateForAnotherKeyIsNotTaken(TestDatabase database) {
        UUID authority = enrolling(database);
        answers.add((judge, key) -> given(judge, OtherCa.request("ra.corp")));
        assertThat(job(database).run(authority.toString())).isPresent();
        assertThat(read(database, authority).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("not for the key of this server"));
        assertThat(read(database, authority).canAsk(now)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aRenewalIsSignedByTheKeyThatItReplaces(TestDatabase database) {
        UUID authority = enrolling(database);
        answers.add(this::given);
        job(database).run(authority.toString());
        String first = read(database, authority).keyLabel().orElseThrow();
        now = now.plus(Duration.ofDays(60));
        answers.add((judge, key) -> new Answer.Away("Nobody is there."));
        answers.add(this::given);
        assertThat(job(database).run(authority.toString())).isPresent();
        assertThat(read(database, authority).keyLabel()).contains(first);
        assertThat(read(database, authority).canAsk(now)).as("by what there is").isTrue();
        assertThat(job(database).run(authority.toString())).isEmpty();
        assertThat(accesses.get(2).credential()).isInstanceOf(Certified.class);
        assertThat(read(database, authority).keyLabel()).isPresent().isNotEqualTo(Optional.of(first));
        assertThat(destroyed).containsExactly(first);
        assertThat(issuers(database, authority)).as("the same CA").hasSize(1);
    }

    /** The request of the one before is protected by that one, and for another key. */
    @ParameterizedTest
    @EnumSource
    void aSecretThatIsGivenDuringAnAttemptBeginsAnotherEnrolment(TestDatabase database) {
        UUID authority = enrolling(database);
        answers.add((judge, key) -> {
            database.transact(entityManager -> entityManager
                    .find(UpstreamAuthority.class, authority)
                    .enrolBy(new SealedEnrolmentSecret("secrets", new byte[] {4})));
            return new Answer.Waiting(Duration.ofSeconds(1), new byte[] {9});
        });
        assertThat(job(database).run(authority.toString())).isPresent();
        assertThat(read(database, authority).ticket()).isEmpty();
        now = now.plusSeconds(1);
        answers.add(this::given);
        assertThat(job(database).run(authority.toString())).isEmpty();
        assertThat(read(database, authority).stateAt(now)).isEqualTo(UpstreamState.ENROLLED);
        assertThat(sent.get(1)).isNotEqualTo(sent.get(0));
    }

    /** Each attempt would leave one in the token. */
    @ParameterizedTest
    @EnumSource
    void withoutTheKeyThatSignsARenewalNoOtherIsMade(TestDatabase database) {
        UUID authority = enrolling(database);
        answers.add(this::given);
        job(database).run(authority.toString());
        keys.clear();
        now = now.plus(Duration.ofDays(60));
        assertThat(job(database).run(authority.toString())).isPresent();
        now = now.plusSeconds(61);
        assertThat(job(database).run(authority.toString())).isPresent();
        assertThat(keys).isEmpty();
        assertThat(read(database, authority).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("has no such key"));
    }

    /** A certificate for a key. */
    private Answer given(Judge judge, OtherCa.Request key) {
        byte[] certificate = CA.issue(key, now, "ra.corp");
        Judge.Verdict verdict = judge.judge(certificate, CA.others());
        return verdict instanceof Judge.Accepted accepted
                ? new Answer.Issued(accepted.path())
                : new Answer.Unsound(certificate, ((Judge.Rejected) verdict).findings());
    }

    private UUID enrolling(TestDatabase database) {
        return database.inTransaction(entityManager -> {
            Authority authority =
                    Authority.upstream(Population.team(entityManager).id(), Population.name(), BEGIN);
            entityManager.persist(authority);
            entityManager.persist(UpstreamScene.enrolling(authority, CA, BEGIN));
            return authority.id();
        });
    }

    private static UpstreamAuthority read(TestDatabase database, UUID authority) {
        return database.inTransaction(entityManager -> entityManager.find(UpstreamAuthority.class, authority));
    }

    private static List<Issuer> issuers(TestDatabase database, UUID authority) {
        return database.inTransaction(
                entityManager -> Injected.into(new Authorities(), entityManager).issuersOf(authority));
    }

    private EnrolmentJob job(TestDatabase database) {
        return Injected.into(
                new EnrolmentJob(), steps(database), new PlainSecret(), new Keys(), new AnsweringCa(), clock);
    }

    /** Each in a transaction of its own, as the server has it. */
    private EnrolmentSteps steps(TestDatabase database) {
        return new EnrolmentSteps() {
            @Override
            public Optional<Plan> take(UUID authority) {
                return database.inTransaction(
                        entityManager -> real(entityManager).take(authority));
            }

            @Override
            public void takeAnotherKey(UUID authority) {
                database.transact(entityManager -> real(entityManager).takeAnotherKey(authority));
            }

            @Override
            public void write(UUID authority, String label, byte[] message) {
                database.transact(entityManager -> real(entityManager).write(authority, label, message));
            }

            @Override
            public void await(UUID authority, String label, byte[] ticket) {
                database.transact(entityManager -> real(entityManager).await(authority, label, ticket));
            }

            @Override
            public Instant fail(UUID authority, String why, boolean answered) {
                return database.inTransaction(
                        entityManager -> real(entityManager).fail(authority, why, answered));
            }

            @Override
            public Optional<String> certify(UUID authority, String label, CertificateChain path) {
                return database.inTransaction(
                        entityManager -> real(entityManager).certify(authority, label, path));
            }
        };
    }

    private EnrolmentSteps real(EntityManager entityManager) {
        Authorities authorities = Injected.into(new Authorities(), entityManager);
        UpstreamAuthorities upstreams = Injected.into(new UpstreamAuthorities(), entityManager, clock);
        return Injected.into(
                new EnrolmentSteps(),
                upstreams,
                authorities,
                Injected.into(new RemoteIssuers(), authorities, upstreams),
                Injected.into(new AuditLog(), entityManager, clock),
                clock);
    }

    /** What answers as it is told to. */
    private final class AnsweringCa implements Upstream {

        @Override
        public byte[] write(UpstreamAccess access, Ask ask, Instant at) {
            return new byte[] {(byte) sent.size(), (byte) keys.size()};
        }

        @Override
        public Answer send(UpstreamAccess access, byte[] written, Judge judge, Instant at) {
            sent.add(written.clone());
            accesses.add(access);
            return answers.remove().apply(judge, newest());
        }

        @Override
        public Answer askAgain(UpstreamAccess access, byte[] ticket, Judge judge, Instant at) {
            throw new UnsupportedOperationException();
        }

        /** The labels end with a time. */
        private OtherCa.Request newest() {
            return keys.entrySet().stream()
                    .max(Map.Entry.comparingByKey())
                    .orElseThrow()
                    .getValue();
        }
    }

    /** A token in memory. */
    private final class Keys extends UpstreamKeys {

        @Override
        public CaSigner signer(String label) {
            OtherCa.Request key = keys.get(label);
            if (key == null) {
                throw new KeyNotFound("The token has no such key", "Look for it.", null, null);
            }
            return signing(key);
        }

        @Override
        CaSigner make(String label, X500Principal subject) {
            return signing(keys.computeIfAbsent(label, missing -> OtherCa.request("ra.corp")));
        }

        @Override
        void destroy(String label) {
            destroyed.add(label);
        }

        private CaSigner signing(OtherCa.Request key) {
            return new SoftwareSigner(key.key(), SignatureScheme.ECDSA_P256_SHA256);
        }
    }

    /** The token is not asked. */
    private static final class PlainSecret extends EnrolmentSecrets {

        @Override
        byte[] open(String authority, SealedEnrolmentSecret sealed) {
            return sealed.encrypted();
        }
    }
}
