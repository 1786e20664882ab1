package org.bailiwick.audit;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bailiwick.audit.RefusalWindow.Refused;
import org.bailiwick.audit.chain.ChainHash;
import org.bailiwick.audit.chain.Checkpoint;
import org.bailiwick.audit.chain.ExportScene;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;

/** The audit log of one node: its beans, each call in the transaction that the container would make. */
final class AuditNode {

    /** One for all checkpoints: tests share a log, and some verify all of it. */
    static final KeyPair KEY = ExportScene.key();

    private final TestDatabase database;
    private final Clock clock;
    final Refusals refusals;
    final AuditTail tail;

    AuditNode(TestDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        refusals = Injected.into(new Refusals(), clock);
        refusals.open();
        tail = Injected.into(new AuditTail(), clock, refusals, new Chain(database), new Journal(database));
    }

    /** Records an event in a transaction of its own. */
    void record(AuditEvent event) {
        database.transact(entityManager -> log(entityManager, clock).record(event));
    }

    static AuditLog log(EntityManager entityManager, Clock clock) {
        return Injected.into(new AuditLog(), entityManager, clock);
    }

    /** Makes a checkpoint, signed by a key of the test's, if one is due. */
    boolean checkpoint(KeyPair key, Duration interval) {
        Optional<Checkpoint> due = inTransaction(checkpoints -> checkpoints.isDue(interval)
                ? checkpoints.next("node-1", ChainHash.of(key.getPublic().getEncoded()))
                : Optional.empty());
        return due.isPresent()
                && inTransaction(checkpoints ->
                        checkpoints.add(due.get(), sign(key, due.get().statement())));
    }

    <T> T inTransaction(Function<Checkpoints, T> work) {
        return database.inTransaction(
                entityManager -> work.apply(Injected.into(new Checkpoints(), entityManager, clock)));
    }

    /** All lines of an export, some a page. */
    List<String> export(int page) {
        List<String> lines = new ArrayList<>();
        Optional<AuditTrail.Place> next = Optional.of(reading(AuditTrail::begin));
        while (next.isPresent()) {
            AuditTrail.Place place = next.get();
            AuditTrail.Page part = reading(trail -> trail.page(place, page));
            lines.addAll(part.lines());
            next = part.next();
        }
        return lines;
    }

    <T> T reading(Function<AuditTrail, T> work) {
        return database.inTransaction(entityManager -> work.apply(Injected.into(new AuditTrail(), entityManager)));
    }

    private static byte[] sign(KeyPair key, String statement) {
        try {
            Signature engine = Signature.getInstance("SHA256withECDSA");
            engine.initSign(key.getPrivate());
            engine.update(statement.getBytes(StandardCharsets.US_ASCII));
            return engine.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class Chain extends AuditChain {
        private final TestDatabase database;

        Chain(TestDatabase database) {
            this.database = database;
        }

        @Override
        public Optional<Instant> oldestNews() {
            return database.inTransaction(entityManager ->
                    Injected.into(new AuditChain(), entityManager).oldestNews());
        }

        @Override
        public Optional<Instant> lastTime() {
            return database.inTransaction(entityManager ->
                    Injected.into(new AuditChain(), entityManager).lastTime());
        }

        @Override
        public boolean hasNews(Instant since) {
            return database.inTransaction(entityManager ->
                    Injected.into(new AuditChain(), entityManager).hasNews(since));
        }

        @Override
        public Optional<Instant> link(Instant since) {
            return database.inTransaction(entityManager ->
                    Injected.into(new AuditChain(), entityManager).link(since));
        }
    }

    private static final class Journal extends RefusalJournal {
        private final TestDatabase database;

        Journal(TestDatabase database) {
            this.database = database;
        }

        @Override
        public void write(List<Refused> refusals) {
            database.transact(entityManager ->
                    Injected.into(new RefusalJournal(), entityManager).write(refusals));
        }
    }
}
