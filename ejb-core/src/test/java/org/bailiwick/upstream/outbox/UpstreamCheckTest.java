package org.bailiwick.upstream.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.ca.OtherCa;
import org.bailiwick.health.Health;
import org.bailiwick.health.Health.State;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.upstream.UpstreamAuthority;
import org.bailiwick.upstream.UpstreamScene;
import org.bailiwick.upstream.outbox.Outbox.Depth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamCheckTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final UpstreamAuthority ENROLLED = UpstreamScene.enrolled(
            Authority.upstream(new UUID(1, 2), new AuthorityName("plant"), NOW), new OtherCa(), NOW);

    @Test
    void itIsUpWhereThereIsNone() {
        assertThat(UpstreamCheck.judge(List.of(), List.of(), NOW).state()).isEqualTo(State.UP);
    }

    @Test
    void whatWaitsForSecondsIsUsual() {
        assertThat(judge(0, NOW.minusSeconds(5)).state()).isEqualTo(State.UP);
    }

    /** Orders are taken and completed later, so this node is as ready as before. */
    @Test
    void aCaThatIsAwayIsAWarning() {
        Health health = judge(0, NOW.minusSeconds(150));
        assertThat(health.state()).isEqualTo(State.WARNING);
        assertThat(health.sentence()).contains("150 seconds");
    }

    @Test
    void aRevocationThatWasRefusedIsAWarning() {
        assertThat(judge(1, NOW).state()).isEqualTo(State.WARNING);
    }

    @Test
    void aCaThatDoesNotKnowUsAnyMoreIsAWarning() {
        Instant later = NOW.plus(Duration.ofDays(100));
        assertThat(UpstreamCheck.judge(List.of(), List.of(ENROLLED), later).state())
                .isEqualTo(State.WARNING);
    }

    /** A moment of two clocks. */
    @Test
    void whatComesFromTheFutureWaitsNotAtAll() {
        assertThat(judge(0, NOW.plusSeconds(500)).state()).isEqualTo(State.UP);
    }

    @ParameterizedTest
    @EnumSource
    void whatWaitsIsCounted(TestDatabase database) {
        RelayScene scene = RelayScene.in(database);
        assertThat(depth(scene)).isEqualTo(new Depth(name(scene), 0, 0, 0, Optional.empty()));
        scene.begin();
        assertThat(depth(scene)).isEqualTo(new Depth(name(scene), 1, 0, 0, Optional.of(scene.now())));
    }

    private static String name(RelayScene scene) {
        return scene.account.provisioner().authority().name();
    }

    private static Depth depth(RelayScene scene) {
        return scene.database.inTransaction(
                entityManager -> Injected.into(new Outbox(), entityManager).depths().stream()
                        .filter(depth -> depth.authority().equals(name(scene)))
                        .findFirst()
                        .orElseThrow());
    }

    private static Health judge(long failed, Instant oldest) {
        return UpstreamCheck.judge(
                List.of(new Depth("plant", 1, 0, failed, Optional.of(oldest))), List.of(ENROLLED), NOW);
    }
}
