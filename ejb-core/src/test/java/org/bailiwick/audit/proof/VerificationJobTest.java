package org.bailiwick.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.audit.AuditTrail;
import org.bailiwick.audit.chain.ExportScene;
import org.bailiwick.schema.Injected;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What whoever had the log verified is told. */
class VerificationJobTest {

    private static final KeyPair BEFORE = ExportScene.key();
    private static final KeyPair NOW = ExportScene.key();

    @Test
    void whatIsSoundIsSaidToBe() {
        assertThat(verify(ExportScene.replaced(NOW, NOW)).sound).isTrue();
    }

    @Test
    void afterTheAuditKeyWasReplacedThereIsNoFalseAlarm() {
        Ended ended = verify(ExportScene.replaced(BEFORE, NOW));
        assertThat(ended.sound).isNull();
        assertThat(ended.report).last().asString().contains("knows only the audit key that is in the token now");
    }

    @Test
    void andNoChangeIsHidden() {
        List<String> lines = new ArrayList<>(ExportScene.replaced(BEFORE, NOW));
        lines.remove(6);
        assertThat(verify(lines).sound).isFalse();
    }

    private static Ended verify(List<String> lines) {
        Ended ended = new Ended();
        AuditTrail trail = new AuditTrail() {
            @Override
            public Place begin() {
                return new Place(0, 4, 4);
            }

            @Override
            public Page page(Place place, int limit) {
                return new Page(lines, Optional.empty());
            }
        };
        CheckpointService checkpoints = new CheckpointService() {
            @Override
            public PublicKey key() {
                return NOW.getPublic();
            }
        };
        VerificationJob job = Injected.into(new VerificationJob(), ended, trail, checkpoints);
        assertThat(job.run(new UUID(1, 2).toString())).isEmpty();
        return ended;
    }

    /** What is written down of it. */
    private static final class Ended extends VerificationSteps {

        private @Nullable Boolean sound;
        private List<String> report = List.of();

        @Override
        public Optional<Task> task(UUID id) {
            return Optional.of(new Task(Optional.empty()));
        }

        @Override
        public void comeTo(UUID id, long position, long last) {
            // nobody looks
        }

        @Override
        public void end(UUID id, @Nullable Boolean nothingWrong, List<String> sentences) {
            sound = nothingWrong;
            report = sentences;
        }
    }
}
