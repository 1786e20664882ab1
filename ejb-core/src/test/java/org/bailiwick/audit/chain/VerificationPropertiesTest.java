package org.bailiwick.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever single thing is done to an export that ends with a checkpoint, it is found. */
class VerificationPropertiesTest {

    private static final KeyPair KEYS = ExportScene.key();

    @Property(tries = 200)
    void whatWasNotTouchedIsSound(@ForAll @IntRange(min = 1, max = 40) int events, @ForAll long seed) {
        List<String> export = export(events, seed);
        Verdict verdict = ExportScene.verify(KEYS, export, export.get(export.size() - 1));
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.last()).isEqualTo(events);
        assertThat(verdict.signed()).isEqualTo(events);
    }

    /** But for the last checkpoint: an export without it is what an earlier one was. */
    @Property(tries = 300)
    void aLineThatIsRemovedIsFound(@ForAll @IntRange(min = 1, max = 40) int events, @ForAll long seed) {
        List<String> export = new ArrayList<>(export(events, seed));
        int removed = new Random(seed).nextInt(export.size());
        String kept = export.get(export.size() - 1);
        export.remove(removed);
        assertThat(ExportScene.verify(KEYS, export, kept).sound()).isFalse();
        if (removed < export.size()) {
            assertThat(ExportScene.verify(KEYS, export).sound()).isFalse();
        }
    }

    @Property(tries = 500)
    void aCharThatIsChangedIsFound(@ForAll @IntRange(min = 1, max = 20) int events, @ForAll long seed) {
        Random random = new Random(seed);
        List<String> export = new ArrayList<>(export(events, seed));
        int changed = random.nextInt(export.size());
        StringBuilder line = new StringBuilder(export.get(changed));
        int at = random.nextInt(line.length());
        char other = (char) (' ' + random.nextInt('~' - ' '));
        Assume.that(other != line.charAt(at));
        line.setCharAt(at, other);
        export.set(changed, line.toString());
        assertThat(ExportScene.verify(KEYS, export).sound()).isFalse();
    }

    @Property(tries = 300)
    void linesThatAreSwappedAreFound(@ForAll @IntRange(min = 2, max = 40) int events, @ForAll long seed) {
        Random random = new Random(seed);
        List<String> export = new ArrayList<>(export(events, seed));
        int one = random.nextInt(export.size());
        int other = random.nextInt(export.size());
        Assume.that(one != other);
        Collections.swap(export, one, other);
        assertThat(ExportScene.verify(KEYS, export).sound()).isFalse();
    }

    @Property(tries = 300)
    void aLineThatIsRepeatedIsFound(@ForAll @IntRange(min = 1, max = 40) int events, @ForAll long seed) {
        Random random = new Random(seed);
        List<String> export = new ArrayList<>(export(events, seed));
        export.add(random.nextInt(export.size() + 1), export.get(random.nextInt(export.size())));
        assertThat(ExportScene.verify(KEYS, export).sound()).isFalse();
    }

    /** Who has the database can make every hash anew, but no signature. */
    @Property(tries = 300)
    void anEventThatIsReplacedIsFoundEvenIfAllHashesAreMadeAnew(
            @ForAll @IntRange(min = 1, max = 40) int events, @ForAll long seed) {
        int forged = 1 + new Random(seed).nextInt(events);
        Set<Integer> after = checkpoints(events, seed);
        List<String> export = new ArrayList<>(export(events, seed));
        List<String> rewritten = new ArrayList<>();
        ExportScene attacker = new ExportScene(ExportScene.key());
        for (int i = 1; i <= events; i++) {
            attacker.event(i == forged ? "{\"forged\":true}" : "{\"number\":" + i + "}");
        }
        List<String> forgery = attacker.lines();
        int next = 0;
        for (int i = 1; i <= events; i++) {
            rewritten.add(forgery.get(i - 1));
            next++;
            if (after.contains(i)) {
                rewritten.add(export.get(next++));
            }
        }
        assertThat(ExportScene.verify(KEYS, rewritten).findings())
                .first()
                .asString()
                .contains("was replaced since");
    }

    /** Cut off anywhere, it looks like an earlier export; who kept a checkpoint knows better. */
    @Property(tries = 300)
    void whatIsCutOffIsFoundByWhoKeptTheLastCheckpoint(
            @ForAll @IntRange(min = 1, max = 40) int events, @ForAll long seed) {
        List<String> export = export(events, seed);
        String kept = export.get(export.size() - 1);
        int left = new Random(seed).nextInt(export.size());
        assertThat(ExportScene.verify(KEYS, export.subList(0, left), kept).sound())
                .isFalse();
    }

    private static List<String> export(int events, long seed) {
        return ExportScene.export(KEYS, events, checkpoints(events, seed));
    }

    private static Set<Integer> checkpoints(int events, long seed) {
        Random random = new Random(~seed);
        return IntStream.rangeClosed(1, events)
                .filter(i -> i == events || random.nextInt(5) == 0)
                .boxed()
                .collect(Collectors.toSet());
    }
}
