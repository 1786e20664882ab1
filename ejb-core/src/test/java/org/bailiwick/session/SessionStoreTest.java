package org.bailiwick.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.session.SessionStore.Place;
import org.bailiwick.session.SessionStore.Written;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sessions of two nodes, on both databases. */
class SessionStoreTest {

    private static final Duration IDLE = Duration.ofMinutes(30);
    private static final byte[] CONTENT = "what somebody typed".getBytes(UTF_8);
    private static final byte[] LATER = "what he typed then".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void theOtherNodeGoesOnWithIt(TestDatabase database) {
        Node first = new Node(database);
        Node other = new Node(database);
        String session = session();
        assertThat(first.place(session)).isEqualTo(Place.NOWHERE);
        assertThat(first.write(session, CONTENT, true)).isEqualTo(Written.KEPT);
        assertThat(first.place(session)).isEqualTo(Place.HERE);
        assertThat(other.place(session)).isEqualTo(Place.ELSEWHERE);
        assertThat(other.read(session)).contains(CONTENT);
        assertThat(other.write(session, LATER, false)).isEqualTo(Written.KEPT);
        assertThat(first.place(session)).isEqualTo(Place.ELSEWHERE);
        assertThat(first.read(session)).contains(LATER);
    }

    @ParameterizedTest
    @EnumSource
    void whatOneNodeEndedDoesNotComeBack(TestDatabase database) {
        Node first = new Node(database);
        Node other = new Node(database);
        String session = session();
        first.write(session, CONTENT, true);
        other.remove(session);
        assertThat(first.place(session)).isEqualTo(Place.NOWHERE);
        assertThat(first.write(session, LATER, false)).isEqualTo(Written.ENDED);
        assertThat(other.read(session)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void afterItsTimeItIsGone(TestDatabase database) {
        Node first = new Node(database);
        String session = session();
        first.write(session, CONTENT, true);
        first.pass(IDLE.minusSeconds(1));
        first.write(session, LATER, false);
        first.pass(IDLE.minusSeconds(1));
        assertThat(first.place(session)).isEqualTo(Place.HERE);
        first.pass(Duration.ofSeconds(1));
        assertThat(first.place(session)).isEqualTo(Place.NOWHERE);
        assertThat(first.read(session)).isEmpty();
        first.forget();
        assertThat(first.write(session, LATER, false)).isEqualTo(Written.ENDED);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTooLargeStaysHere(TestDatabase database) {
        Node node = new Node(database);
        Node other = new Node(database);
        String session = session();
        node.write(session, CONTENT, true);
        assertThat(node.write(session, new byte[4 * 1024 * 1024 + 1], false)).isEqualTo(Written.KEPT);
        assertThat(node.place(session)).isEqualTo(Place.HERE);
        assertThat(other.read(session)).isEmpty();
        node.remove(session);
        assertThat(node.write(session, new byte[0], false)).isEqualTo(Written.ENDED);
    }

    @ParameterizedTest
    @EnumSource
    void withoutAKeyItIsNotWritten(TestDatabase database) {
        Node node = new Node(database);
        String session = session();
        node.loseKey();
        assertThat(node.write(session, CONTENT, true)).isEqualTo(Written.NOT_KEPT);
        assertThat(node.place(session)).isEqualTo(Place.NOWHERE);
    }

    private static String session() {
        return UUID.randomUUID().toString();
    }

    /** A node without a token: the cipher is not what is tested here. */
    private static final class Node {

        private final TestDatabase database;
        private final SteppedClock clock = new SteppedClock();
        private final NoCipher cipher = new NoCipher();
        private final SessionStore store = new SessionStore();

        Node(TestDatabase database) {
            this.database = database;
        }

        Place place(String session) {
            return within(one -> one.place(session));
        }

        Optional<byte[]> read(String session) {
            return within(one -> one.read(session));
        }

        Written write(String session, byte[] content, boolean first) {
            return within(one -> one.write(session, content, IDLE, first));
        }

        void remove(String session) {
            Place unused = within(one -> {
                one.remove(session);
                return Place.NOWHERE;
            });
        }

        void pass(Duration time) {
            clock.now = clock.now.plus(time);
        }

        void forget() {
            database.transact(entityManager -> Injected.into(new ExpiredSessionsJob(), records(entityManager), clock)
                    .run());
        }

        void loseKey() {
            cipher.there = false;
        }

        private <T> T within(Function<SessionStore, T> work) {
            return database.inTransaction(
                    entityManager -> work.apply(Injected.into(store, records(entityManager), cipher, clock)));
        }

        private static SessionRecords records(EntityManager entityManager) {
            return Injected.into(new SessionRecords(), entityManager);
        }
    }

    private static final class NoCipher extends SessionCipher {

        private boolean there = true;

        @Override
        Optional<byte[]> seal(String session, byte[] content) {
            return there ? Optional.of(content) : Optional.empty();
        }

        @Override
        Optional<byte[]> open(String session, byte[] sealed) {
            return there ? Optional.of(sealed) : Optional.empty();
        }
    }

    private static final class SteppedClock extends Clock {

        private Instant now = Population.NOW;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("times are moments here");
        }
    }
}
