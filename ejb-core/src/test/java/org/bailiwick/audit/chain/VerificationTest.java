package org.bailiwick.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines 1 to 14: events 1 to 5, checkpoint 1, events 6 to 10, checkpoint 2, events 11 and 12. */
class VerificationTest {

    private static final KeyPair KEYS = ExportScene.key();
    private static final List<String> EXPORT = ExportScene.export(KEYS, 12, Set.of(5, 10));

    @Test
    void whatCameAfterTheLastCheckpointIsSaidToBeUnproven() {
        Verdict verdict = ExportScene.verify(KEYS, EXPORT);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.report())
                .satisfiesExactly(
                        proven -> assertThat(proven).contains("events 1 to 10 are what was recorded"),
                        rest -> assertThat(rest).contains("events 11 to 12", "not proven"));
    }

    static Stream<Arguments> tampering() {
        return Stream.of(
                did("an event removed", lines -> lines.remove(2), "Line 3: event 3 is missing before event 4."),
                did(
                        "several removed",
                        lines -> lines.subList(1, 4).clear(),
                        "Line 2: events 2 to 4 are missing before event 5."),
                did("the first removed", lines -> lines.remove(0), "Line 1: event 1 is missing before event 2."),
                did(
                        "one before a checkpoint removed",
                        lines -> lines.remove(4),
                        "Line 5: event 5 is missing: checkpoint 1 was signed when they were there."),
                did(
                        "facts changed",
                        lines -> edit(lines, 2, "\"number\":3", "\"number\":4"),
                        "Line 3: event 3 was changed: what it says does not give the hash that it carries."),
                did("a time changed", lines -> edit(lines, 2, "T01:30", "T01:31"), "Line 3: event 3 was changed"),
                did(
                        "a kind changed",
                        lines -> edit(lines, 2, "order-created", "request-refused"),
                        "Line 3: event 3 was changed"),
                did(
                        "a hash changed",
                        lines -> lines.set(2, lines.get(2).replaceFirst("\"hash\":\"........", "\"hash\":\"00000000")),
                        "Line 3: event 3 was changed"),
                did(
                        "two swapped",
                        lines -> Collections.swap(lines, 2, 3),
                        "Line 3: event 3 is missing before event 4.",
                        "Line 4: event 3 stands after event 4: it was moved, repeated or inserted."),
                did(
                        "one repeated",
                        lines -> lines.add(3, lines.get(2)),
                        "Line 4: event 3 stands after event 3: it was moved, repeated or inserted."),
                did(
                        "one inserted in another's place",
                        lines -> lines.set(3, forged(4, ChainHash.NONE)),
                        "Line 4: event 4 does not follow from event 3",
                        "Line 5: event 5 does not follow from event 4"),
                did(
                        "one made anew, hash and all",
                        lines -> lines.set(2, madeAnew(lines)),
                        "Line 4: event 4 does not follow from event 3: one of them was replaced"),
                did(
                        "a line that is nothing",
                        lines -> lines.add(3, "{}"),
                        "Line 4: this is neither an event nor a checkpoint"),
                did("an empty line", lines -> lines.add(3, ""), "Line 4: this is neither an event nor a checkpoint"),
                did(
                        "cut off within a line",
                        lines -> lines.set(13, lines.get(13).substring(0, 60)),
                        "Line 14: this is neither an event nor a checkpoint, as Bailiwick writes them: it was changed, or the export was cut off within it."),
                did(
                        "a checkpoint removed",
                        lines -> lines.remove(5),
                        "Line 11: checkpoint 2 does not follow from the beginning: a checkpoint was removed, moved or inserted."),
                did(
                        "a checkpoint changed",
                        lines -> edit(lines, 5, "\"events\":5", "\"events\":4"),
                        "Line 6: checkpoint 1 was changed or forged: its signature is not the audit key's."),
                did(
                        "a checkpoint moved up",
                        lines -> Collections.swap(lines, 4, 5),
                        "Line 5: event 5 is missing: checkpoint 1 was signed when they were there."),
                did(
                        "a checkpoint moved down",
                        lines -> Collections.swap(lines, 5, 6),
                        "Line 7: checkpoint 1 stands after event 6, but was signed after event 5: it was moved, or events were inserted."),
                did(
                        "a checkpoint repeated",
                        lines -> lines.add(6, lines.get(5)),
                        "Line 7: checkpoint 1 does not follow from checkpoint 1"),
                did(
                        "a checkpoint of another key",
                        lines -> lines.set(5, ofAnotherKey()),
                        "Line 6: checkpoint 1 says that it is signed by the key"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampering")
    void tamperingIsFoundAndItsPlaceIsTold(String name, Consumer<List<String>> tampering, List<String> sentences) {
        List<String> lines = new ArrayList<>(EXPORT);
        tampering.accept(lines);
        Verdict verdict = ExportScene.verify(KEYS, lines);
        assertThat(verdict.findings()).isNotEmpty();
        for (int i = 0; i < sentences.size(); i++) {
            assertThat(verdict.findings().get(i)).startsWith(sentences.get(i));
        }
        assertThat(verdict.report()).last().asString().contains("NOT what was recorded");
    }

    @Test
    void anExportThatWasCutOffIsFoundByACheckpointThatWasKept() {
        List<String> cut = EXPORT.subList(0, 8);
        assertThat(ExportScene.verify(KEYS, cut).findings()).isEmpty();
        assertThat(ExportScene.verify(KEYS, cut, EXPORT.get(11)).findings())
                .singleElement()
                .asString()
                .contains("Checkpoint 2, which was kept elsewhere, is not in the export");
    }

    @Test
    void aRewrittenLogIsFoundByACheckpointThatWasKeptEvenIfTheKeyWasUsed() {
        List<String> another = new ExportScene(KEYS)
                .event("{}")
                .checkpoint()
                .event("{}")
                .checkpoint()
                .lines();
        assertThat(ExportScene.verify(KEYS, another).findings()).isEmpty();
        assertThat(ExportScene.verify(KEYS, another, EXPORT.get(5)).findings())
                .singleElement()
                .asString()
                .contains("checkpoint 1 is not the one that was kept elsewhere");
    }

    /** The tail was cut off, and the server went on: the export is that of the new tail. */
    @Test
    void twoKeptCheckpointsOfOneNumberAreFoundWhicheverComesFirst() {
        List<String> goneOn = new ExportScene(KEYS)
                .event("{}")
                .checkpoint()
                .event("{}")
                .checkpoint()
                .lines();
        String before = EXPORT.get(11);
        String after = goneOn.get(3);
        for (String[] kept : new String[][] {{before, after}, {after, before}}) {
            assertThat(ExportScene.verify(KEYS, goneOn, kept).findings())
                    .first()
                    .asString()
                    .contains("two checkpoints 2 were signed");
        }
        assertThat(ExportScene.verify(KEYS, EXPORT, before, before).findings())
                .as("one that was kept twice")
                .isEmpty();
        assertThat(ExportScene.verify(KEYS, goneOn, EXPORT.get(5), after).findings())
                .first()
                .asString()
                .contains("checkpoint 2 does not follow from checkpoint 1, though both were kept");
    }

    @Test
    void whatWasKeptElsewhereMustBeSignedToo() {
        assertThat(ExportScene.verify(KEYS, EXPORT, ofAnotherKey(), "nothing").findings())
                .satisfiesExactly(
                        forged -> assertThat(forged).contains("which was not given"),
                        nothing -> assertThat(nothing).contains("no checkpoint: nothing"));
    }

    @Test
    void anExportOfALaterPartBeginsWithACheckpoint() {
        List<String> later = EXPORT.subList(5, EXPORT.size());
        Verdict verdict = ExportScene.verify(KEYS, later, true);
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.report().get(0)).contains("events 6 to 10");
        Verdict nothing = ExportScene.verify(KEYS, later.subList(0, 3), true);
        assertThat(nothing.sound()).isTrue();
        assertThat(nothing.proven())
                .as("it has only the checkpoint with which it begins")
                .isFalse();
        assertThat(nothing.report()).singleElement().asString().contains("events 6 to 7", "nothing is proven");
        assertThat(ExportScene.verify(KEYS, later.subList(0, 1), true).report())
                .containsExactly("Nothing is proven: there is no event.");
        List<String> without = new ArrayList<>(later);
        without.remove(1);
        assertThat(ExportScene.verify(KEYS, without, true).findings())
                .first()
                .asString()
                .contains("event 6 is missing before event 7");
        assertThat(ExportScene.verify(KEYS, later).findings())
                .as("nobody said that it is a part")
                .first()
                .asString()
                .contains("events 1 to 5 are missing");
    }

    /** What the old key signed is a part of the chain all the same: it is told once, and nothing else seems wrong. */
    @Test
    void aKeyThatWasReplacedAndNotGivenIsToldOnceAndNothingElse() {
        List<String> lines = ExportScene.replaced(ExportScene.key(), KEYS);
        Verdict verdict = ExportScene.verify(KEYS, lines);
        assertThat(verdict.findings()).singleElement().asString().startsWith("Line 2: checkpoint 1 says");
        assertThat(verdict.sound()).isFalse();
        assertThat(verdict.undecided()).isTrue();
        assertThat(verdict.checkpoints()).isEqualTo(2);
        assertThat(verdict.signed()).isEqualTo(4);
        assertThat(verdict.report()).last().asString().contains("without these keys");
        Verdict later = ExportScene.verify(KEYS, lines.subList(1, lines.size()), true);
        assertThat(later.undecided()).as("a part that begins with the old key").isTrue();
        assertThat(later.last()).isEqualTo(4);
    }

    @Test
    void unknownKeysHideNothing() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            lines.add(ofAnotherKey());
        }
        Verdict verdict = ExportScene.verify(KEYS, lines);
        assertThat(verdict.unknownKeys()).isEqualTo(10);
        assertThat(verdict.undecided()).isFalse();
        List<String> damaged = new ArrayList<>(ExportScene.replaced(ExportScene.key(), KEYS));
        edit(damaged, 2, "\"number\":2", "\"number\":3");
        Verdict wrong = ExportScene.verify(KEYS, damaged);
        assertThat(wrong.undecided()).isFalse();
        assertThat(wrong.report()).last().asString().contains("NOT what was recorded");
    }

    @Test
    void withoutACheckpointNothingIsProven() {
        Verdict verdict = ExportScene.verify(KEYS, EXPORT.subList(0, 3));
        assertThat(verdict.sound()).isTrue();
        assertThat(verdict.proven()).isFalse();
        assertThat(verdict.report()).singleElement().asString().contains("nothing is proven");
    }

    @Test
    void findingsAreBounded() {
        List<String> nothing = Collections.nCopies(5_000, "{}");
        assertThat(ExportScene.verify(KEYS, nothing).findings()).hasSize(100);
    }

    /** Whoever writes another verifier begins here. */
    @Test
    void theFormatIsTheDocumentedOneByteByByte() {
        ChainedEvent event = new ChainedEvent(
                1,
                UUID.fromString("0198d3f0-0000-7000-8000-000000000001"),
                Instant.parse("2027-03-28T01:30:00Z"),
                "order-created",
                AsciiJson.ascii("{\"name\":\"bücher\n\uD83D\uDCD6\"}"),
                ChainHash.NONE);
        assertThat(event.line(event.hash()))
                .isEqualTo(
                        "{\"v\":1,\"event\":1,\"id\":\"0198d3f0-0000-7000-8000-000000000001\",\"at\":\"2027-03-28T01:30:00.000000Z\",\"kind\":\"order-created\",\"facts\":{\"name\":\"b\\u00fccher\\u000a\\ud83d\\udcd6\"},\"previous\":\"0000000000000000000000000000000000000000000000000000000000000000\",\"hash\":\""
                                + event.hash() + "\"}");
    }

    @Test
    void aHashIsSixtyFourDigits() {
        assertThatThrownBy(() -> new ChainHash("AB")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Arguments did(String name, Consumer<List<String>> tampering, String... sentences) {
        return Arguments.of(name, tampering, List.of(sentences));
    }

    private static void edit(List<String> lines, int index, String from, String to) {
        assertThat(lines.get(index)).contains(from);
        lines.set(index, lines.get(index).replace(from, to));
    }

    private static String forged(long position, ChainHash previous) {
        ChainedEvent event =
                new ChainedEvent(position, new UUID(1, 1), Instant.EPOCH, "order-created", "{\"forged\":1}", previous);
        return event.line(event.hash());
    }

    private static String madeAnew(List<String> lines) {
        return forged(3, ChainedEvent.parse(lines.get(1)).orElseThrow().stored());
    }

    private static String ofAnotherKey() {
        return ExportScene.export(ExportScene.key(), 5, Set.of(5)).get(5);
    }
}
