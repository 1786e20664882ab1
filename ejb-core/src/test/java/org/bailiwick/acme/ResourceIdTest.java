package org.bailiwick.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceIdTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00.123Z");

    @Property
    void anIdIsReadFromItsText(@ForAll long high, @ForAll long low) {
        ResourceId id = new ResourceId(new UUID(high, low));
        assertThat(id.toString()).matches("[A-Za-z0-9_-]{22}");
        assertThat(ResourceId.parse(id.toString())).contains(id);
    }

    /** RFC 8555 §10.5: nobody guesses one. 80 random bits, so none comes twice. */
    @Test
    void idsOfOneMillisecondDiffer() {
        Set<ResourceId> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(ResourceId.random(NOW))).isTrue();
        }
        long allBits = seen.stream()
                .mapToLong(id -> id.value().getLeastSignificantBits())
                .reduce(0, (a, b) -> a | b);
        assertThat(allBits).isEqualTo(-1L);
    }

    @Test
    void anIdBeginsWithTheMillisecondOfItsMaking() {
        UUID value = ResourceId.random(NOW).value();
        assertThat(value.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void idsSortByTime() {
        Instant later = NOW.plusMillis(1);
        assertThat(ResourceId.random(NOW).value())
                .usingComparator(Comparator.comparing(UUID::toString))
                .isLessThan(ResourceId.random(later).value());
    }

    /** A second text for the same id would be a second URL of the same resource. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAAA",
                "AAAAAAAAAAAAAAAAAAAAAB",
                "AAAAAAAAAAAAAAAAAAAAAP",
                "AAAAAAAAAAAAAAAAAAAAAA==",
                "AAAAAAAAAAAAAAAAAAAA+A",
                "AAAAAAAAAAAAAAAAAAAA/A",
                "AAAAAAAAAAAAAAAAAAAA A",
                "AAAAAAAAAAAAAAAAAAAAAA\n",
                "../../../../etc/passwd",
                "00000000-0000-0000-0000-000000000000",
                "ÄAAAAAAAAAAAAAAAAAAAAA",
            })
    void whatIsNotTheTextOfAnIdIsNone(String text) {
        assertThat(ResourceId.parse(text)).isEmpty();
    }
}
