package org.bailiwick.audit.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bailiwick.audit.AuditTrail;
import org.junit.jupiter.api.Test;

class ExportReaderTest {

    private static final AuditTrail.Place BEGIN = new AuditTrail.Place(0, 4, 1);
    private static final AuditTrail.Place MIDDLE = new AuditTrail.Place(2, 4, 1);
    private static final AuditTrail.Place END = new AuditTrail.Place(4, 4, 1);

    private final AuditTrail trail = new AuditTrail() {
        @Override
        public Page page(Place place, int limit) {
            if (place.equals(BEGIN)) {
                return new Page(List.of("one", "two"), Optional.of(MIDDLE));
            }
            return place.equals(MIDDLE)
                    ? new Page(List.of("x".repeat(100_000), "checkpoint", "four"), Optional.of(END))
                    : new Page(List.of(), Optional.empty());
        }
    };

    @Test
    void allLinesComeInTheirOrderAndThePlacesAreTold() throws IOException {
        List<AuditTrail.Place> places = new ArrayList<>();
        AuditTrail.Page first = new AuditTrail.Page(List.of("kept"), Optional.of(BEGIN));
        try (BufferedReader reader = new BufferedReader(new ExportReader(trail, first, places::add))) {
            assertThat(reader.lines()).containsExactly("kept", "one", "two", "x".repeat(100_000), "checkpoint", "four");
        }
        assertThat(places).containsExactly(BEGIN, MIDDLE, END);
    }

    @Test
    void whatIsEmptyEndsAtOnce() throws IOException {
        AuditTrail.Page none = new AuditTrail.Page(List.of(), Optional.empty());
        try (BufferedReader reader = new BufferedReader(new ExportReader(trail, none, place -> {}))) {
            assertThat(reader.readLine()).isNull();
        }
    }
}
