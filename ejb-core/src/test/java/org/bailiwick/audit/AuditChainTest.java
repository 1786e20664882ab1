package org.bailiwick.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bailiwick.audit.CertificateEvent.RequestedBy;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.Checkpoint;
import org.bailiwick.audit.chain.ExportScene;
import org.bailiwick.audit.chain.Verdict;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tests share a log, and each adds to it. */
class AuditChainTest {

    private static final KeyPair KEY = AuditNode.KEY;
    private static final Pattern MARK = Pattern.compile("\"account\":\"(mark-[a-z]+-[0-9-]+)\"");

    /** Two nodes link while six threads record, and each third transaction rolls back. */
    @ParameterizedTest
    @EnumSource
    void whatIsCommittedIsLinkedOnceWhoeverLinksMeanwhile(TestDatabase database)
            throws InterruptedException, ExecutionException {
        AuditNode one = new AuditNode(database, Clock.systemUTC());
        AuditNode other = new AuditNode(database, Clock.systemUTC());
        AtomicBoolean recording = new AtomicBoolean(true);
        Set<String> committed = new HashSet<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> linking = new ArrayList<>();
            for (AuditNode node : List.of(one, other)) {
                linking.add(threads.submit(() -> {
                    while (recording.get()) {
                        node.tail.keep();
                    }
                }));
            }
            List<Future<List<String>>> writers = new ArrayList<>();
            for (int writer = 0; writer < 6; writer++) {
                int number = writer;
                AuditNode node = writer % 2 == 0 ? one : other;
                writers.add(threads.submit(() -> recordSome(node, database, number)));
            }
            for (Future<List<String>> writer : writers) {
                committed.addAll(writer.get());
            }
            recording.set(false);
            for (Future<?> each : linking) {
                each.get();
            }
        } finally {
            recording.set(false);
            threads.shutdownNow();
        }
        one.tail.finish();
        one.checkpoint(KEY, Duration.ZERO);

        List<String> export = one.export(64);
        assertThat(marks(export, "rival")).containsExactlyInAnyOrderElementsOf(committed);
        assertSound(export);
    }

    private static List<String> recordSome(AuditNode node, TestDatabase database, int writer) {
        List<String> committed = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String mark = "mark-rival-" + writer + "-" + i;
            if (i % 3 == 2) {
                assertThatThrownBy(() -> database.transact(entityManager -> {
                            AuditNode.log(entityManager, Clock.systemUTC())
                                    .record(new AccountEvent.Deactivated("rolled-back"));
                            throw new IllegalStateException("rolled back");
                        }))
                        .hasMessage("rolled back");
            } else {
                node.record(new AccountEvent.Deactivated(mark));
                committed.add(mark);
            }
        }
        return committed;
    }

    /** As if the process died: nothing of it is there, and the next run does it. */
    @ParameterizedTest
    @EnumSource
    void aLinkThatIsNotCommittedIsMadeAgain(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        node.tail.keep();
        node.record(new AccountEvent.Deactivated("mark-crash-1"));
        int before = node.export(1_000).size();
        assertThatThrownBy(() -> database.transact(entityManager -> {
                    AuditChain dying = new AuditChain();
                    dying.entityManager = entityManager;
                    dying.link(Instant.EPOCH);
                    entityManager.flush();
                    throw new IllegalStateException("killed");
                }))
                .hasMessage("killed");
        assertThat(node.export(1_000)).hasSize(before);
        new AuditNode(database, Clock.systemUTC()).tail.keep();
        assertThat(marks(node.export(1_000), "crash")).containsExactly("mark-crash-1");
    }

    /** A transaction took long, or a node's clock is behind: others were linked before. */
    @ParameterizedTest
    @EnumSource
    void anEventThatIsCommittedLateIsLinkedBehindThoseThatWereSooner(TestDatabase database) {
        Instant now = Clock.systemUTC().instant();
        AuditNode node = new AuditNode(database, Clock.fixed(now, ZoneOffset.UTC));
        node.record(new AccountEvent.Deactivated("mark-late-1"));
        node.tail.keep();
        new AuditNode(database, Clock.fixed(now.minusSeconds(300), ZoneOffset.UTC))
                .record(new AccountEvent.Deactivated("mark-late-2"));
        node.tail.keep();
        assertThat(marks(node.export(1_000), "late")).as("a short look back").containsExactly("mark-late-1");
        node.tail.finish();
        assertThat(marks(node.export(1_000), "late")).containsExactly("mark-late-1", "mark-late-2");
    }

    @ParameterizedTest
    @EnumSource
    void aCheckpointIsMadeWhenOneIsDueAndSomethingIsNew(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        node.record(new AccountEvent.Deactivated("mark-checkpoint-1"));
        node.tail.finish();
        assertThat(node.checkpoint(KEY, Duration.ZERO)).isTrue();
        assertThat(node.checkpoint(KEY, Duration.ZERO)).as("nothing new").isFalse();
        node.record(new AccountEvent.Deactivated("mark-checkpoint-2"));
        node.tail.finish();
        assertThat(node.checkpoint(KEY, Duration.ofDays(1))).as("not due").isFalse();
        assertThat(node.checkpoint(KEY, Duration.ZERO)).isTrue();
        assertSound(node.export(3));
    }

    @ParameterizedTest
    @EnumSource
    void refusalsAreWrittenAndLinkedWithTheNextRunAndTheRestWithTheLast(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        for (int i = 0; i <= RefusalWindow.OF_ONE; i++) {
            node.refusals.record(
                    "192.0.2.1",
                    new RefusalEvent.RequestRefused(
                            "POST /", "192.0.2.1", "mark-refused-" + i, true, "unauthorized", "No.", null, null));
        }
        node.tail.keep();
        assertThat(marks(node.export(1_000), "refused")).hasSize(RefusalWindow.OF_ONE);
        node.tail.finish();
        assertThat(node.export(1_000)).last().asString().contains("\"subject\":\"192.0.2.1\",\"count\":1");
    }

    /** A node's clock was a year ahead. Without this no node makes a checkpoint for a year. */
    @ParameterizedTest
    @EnumSource
    void aCheckpointFromTheFutureStopsNone(TestDatabase database) {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofDays(400));
        AuditNode wrong = new AuditNode(database, ahead);
        wrong.record(new AccountEvent.Deactivated("mark-future-1"));
        wrong.tail.finish();
        assertThat(wrong.checkpoint(KEY, Duration.ZERO)).isTrue();
        AuditNode right = new AuditNode(database, Clock.systemUTC());
        right.record(new AccountEvent.Deactivated("mark-future-2"));
        right.tail.finish();
        assertThat(right.checkpoint(KEY, Duration.ofDays(1))).isTrue();
        wrong.record(new AccountEvent.Deactivated("mark-future-3"));
        wrong.tail.finish();
        assertThat(wrong.checkpoint(KEY, Duration.ZERO)).isTrue();
        right.record(new AccountEvent.Deactivated("mark-future-4"));
        right.tail.finish();
        assertThat(right.checkpoint(KEY, Duration.ZERO))
                .as("when the server stops")
                .isTrue();
        assertSound(right.export(1_000));
    }

    /** One that signs what the export wrote already, and then is not in it, would look as if it had been removed. */
    @ParameterizedTest
    @EnumSource
    void aCheckpointThatIsMadeDuringAnExportIsNotMissing(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        node.tail.finish();
        node.checkpoint(KEY, Duration.ZERO);
        node.record(new AccountEvent.Deactivated("mark-export-1"));
        node.tail.finish();
        AuditTrail.Place begin = node.reading(AuditTrail::begin);
        List<String> lines = new ArrayList<>();
        AuditTrail.Page first = node.reading(trail -> trail.page(begin, (int) begin.last()));
        lines.addAll(first.lines());
        node.checkpoint(KEY, Duration.ZERO);
        node.record(new AccountEvent.Deactivated("mark-export-2"));
        node.tail.finish();
        node.checkpoint(KEY, Duration.ZERO);
        AuditTrail.Place second = first.next().orElseThrow();
        lines.addAll(node.reading(trail -> trail.page(second, 1_000)).lines());
        assertThat(ExportScene.verify(KEY, lines).findings()).isEmpty();
    }

    /** The database was away for a day: the refusal keeps its time, and is linked all the same. */
    @ParameterizedTest
    @EnumSource
    void aRefusalHasTheTimeAtWhichItHappened(TestDatabase database) {
        Instant then = Clock.systemUTC().instant().minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        node.tail.keep();
        Injected.into(node.refusals, Clock.fixed(then, ZoneOffset.UTC));
        node.refusals.record(
                "192.0.2.7",
                new RefusalEvent.RequestRefused(
                        "POST /", "192.0.2.7", "mark-time-1", true, "unauthorized", "No.", null, null));
        node.tail.keep();
        assertThat(node.export(1_000))
                .anyMatch(line -> line.contains("mark-time-1")
                        && line.contains("\"at\":\"" + then.toString().replace("Z", ".000000Z")));
    }

    /** A node that hangs keeps the lock: nobody waits for it without end, and nothing is lost. */
    @ParameterizedTest
    @EnumSource
    void whoKeepsTheLockIsNotWaitedForWithoutEnd(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        node.tail.finish();
        node.record(new AccountEvent.Deactivated("mark-lock-1"));
        database.transact(hanging -> {
            assertThat(AuditChain.lock(hanging)).isTrue();
            node.tail.finish();
            assertThat(marks(node.export(1_000), "lock")).isEmpty();
        });
        node.tail.finish();
        assertThat(marks(node.export(1_000), "lock")).containsExactly("mark-lock-1");
    }

    /** Both nodes sign; who comes second forgets it. */
    @ParameterizedTest
    @EnumSource
    void ofTwoCheckpointsAtOnceOneIsKept(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        node.record(new AccountEvent.Deactivated("mark-both-1"));
        node.tail.finish();
        Checkpoint due = node.inTransaction(checkpoints ->
                        checkpoints.next("other", ChainHash.of(KEY.getPublic().getEncoded())))
                .orElseThrow();
        assertThat(node.checkpoint(KEY, Duration.ZERO)).isTrue();
        assertThat(node.<Boolean>inTransaction(checkpoints -> checkpoints.add(due, new byte[] {1})))
                .isFalse();
        assertSound(node.export(1_000));
    }

    /** As people write it, not as it is kept. */
    @ParameterizedTest
    @EnumSource
    void anEventIsFoundByWhatItMentions(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        for (String name : List.of("M\u00fcller & S\u00f6hne \ud83d\ude00", "Miller & Sons")) {
            node.record(new AdministrationEvent.TeamCreated(null, UUID.randomUUID(), name));
        }
        node.tail.finish();
        for (String mentioned : List.of("M\u00fcller", "S\u00f6hne \ud83d\ude00", "Miller & Sons")) {
            AuditTrail.Search search = new AuditTrail.Search(
                    Optional.of("team-created"),
                    Optional.of(mentioned),
                    Instant.EPOCH,
                    Clock.systemUTC().instant().plus(Duration.ofDays(1)));
            assertThat(node.<List<AuditTrail.Entry>>reading(trail -> trail.find(search, Optional.empty(), 10)))
                    .as(mentioned)
                    .hasSize(1);
        }
    }

    /** What is hashed is what the database gives back: escapes, microseconds and all. */
    @ParameterizedTest
    @EnumSource
    void whateverIsRecordedComesBackAsItWasHashed(TestDatabase database) {
        AuditNode node =
                new AuditNode(database, Clock.fixed(Instant.parse("2027-10-31T00:59:59.123456789Z"), ZoneOffset.UTC));
        for (String odd : List.of(
                "", "\u0000\r\n\u2028\u202e\ud83d\ude00\"\\'", "\ud800", "x".repeat(RecordedEvent.LENGTH - 1_000))) {
            node.record(new CertificateEvent.Abandoned(new UUID(1, 2), "00", odd, RequestedBy.account(null, null)));
        }
        node.record(new CertificateEvent.Abandoned(
                new UUID(1, 2), "00", "y".repeat(RecordedEvent.LENGTH), RequestedBy.account(null, null)));
        node.tail.finish();
        node.checkpoint(KEY, Duration.ZERO);
        List<String> export = node.export(1_000);
        assertThat(export)
                .as("what is short is kept")
                .anyMatch(line -> line.contains("\"serial\":\"00\",\"why\":{\"tooLong\":300002,"));
        assertSound(export);
    }

    private static void assertSound(List<String> export) {
        Verdict verdict = ExportScene.verify(KEY, export);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.signed()).isEqualTo(verdict.last());
    }

    private static List<String> marks(List<String> export, String kind) {
        return export.stream()
                .map(MARK::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .filter(mark -> mark.startsWith("mark-" + kind))
                .toList();
    }
}
