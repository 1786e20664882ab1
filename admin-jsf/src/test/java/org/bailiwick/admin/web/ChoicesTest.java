package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChoicesTest {

    private static final List<UUID> IDS =
            IntStream.range(0, 60).mapToObj(i -> UUID.randomUUID()).toList();

    @Test
    void ofAFewAllAreShown() {
        assertThat(shown(40, "")).isEqualTo(IDS.subList(0, 40));
        assertThat(Choices.of(all(40), "").cut()).isFalse();
        assertThat(Choices.NONE.shown()).isEmpty();
        assertThat(Choices.NONE.cut()).isFalse();
    }

    @Test
    void ofManyTheFirstAreShownAndItIsSaid() {
        assertThat(shown(41, "")).isEqualTo(IDS.subList(0, 40));
        assertThat(Choices.of(all(41), "").cut()).isTrue();
    }

    @Test
    void theChosenOneIsAlwaysShown() {
        UUID last = IDS.get(59);
        assertThat(shown(60, last.toString())).hasSize(41).endsWith(last).startsWith(IDS.get(0));
        assertThat(shown(60, IDS.get(3).toString())).isEqualTo(IDS.subList(0, 40));
        assertThat(shown(41, IDS.get(40).toString())).isEqualTo(IDS.subList(0, 41));
        assertThat(Choices.of(all(41), IDS.get(40).toString()).cut()).isFalse();
        assertThat(shown(60, "<nonsense>")).isEqualTo(IDS.subList(0, 40));
    }

    private static List<UUID> shown(int all, String chosen) {
        return Choices.of(all(all), chosen).shown().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<UUID, String> all(int count) {
        Map<UUID, String> names = new LinkedHashMap<>();
        IDS.subList(0, count).forEach(id -> names.put(id, "name of " + id));
        return names;
    }
}
