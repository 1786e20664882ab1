package org.bailiwick.audit;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonArrayBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.bailiwick.audit.RefusalEvent.MoreRefused;
import org.bailiwick.audit.RefusalEvent.RequestRefused;
import org.bailiwick.audit.RefusalWindow.Refused;
import org.junit.jupiter.api.Test;

class RefusalWindowTest {

    private static final Instant BEGAN = Instant.parse("2027-03-28T01:30:00Z");
    private static final Instant LATER = BEGAN.plusSeconds(1);
    private static final Instant END = BEGAN.plus(RefusalWindow.LENGTH);

    private final RefusalWindow window = new RefusalWindow(BEGAN);

    @Test
    void theFirstOfASubjectAreToldOneByOneAndTheRestAsANumber() {
        refuse("one", RefusalWindow.OF_ONE + 30);
        refuse("other", 2);
        assertThat(take(LATER)).hasSize(RefusalWindow.OF_ONE + 2);
        refuse("one", 1);
        assertThat(take(LATER)).isEmpty();
        assertThat(take(END)).containsExactly(new MoreRefused("one", 31, BEGAN, END));
        refuse("one", 1);
        assertThat(take(END.plusSeconds(1))).hasSize(1);
    }

    @Test
    void manySubjectsTogetherAreBoundedToo() {
        for (int i = 0; i < 3 * RefusalWindow.OF_ALL; i++) {
            refuse("stranger-" + i, 1);
        }
        assertThat(take(LATER)).hasSize(RefusalWindow.OF_STRANGERS);
        List<RefusalEvent> rest = take(END);
        assertThat(rest)
                .hasSize(RefusalWindow.OF_STRANGERS + 1)
                .last()
                .isInstanceOfSatisfying(MoreRefused.class, others -> {
                    assertThat(others.subject()).isEqualTo(RefusalWindow.OTHERS);
                    assertThat(others.count()).isEqualTo(4L * RefusalWindow.OF_STRANGERS);
                });
    }

    /** However many networks strangers have, those who sign are told. */
    @Test
    void strangersDoNotKeepOutWhoProvedWhoHeIs() {
        for (int i = 0; i < 3 * RefusalWindow.OF_ALL; i++) {
            refuse("stranger-" + i, 1);
        }
        RequestRefused denied =
                new RequestRefused("POST /", "192.0.2.1", "account", true, "rejectedIdentifier", "No.", null, null);
        for (int i = 0; i <= RefusalWindow.OF_ONE; i++) {
            window.add("account", true, new Refused(BEGAN, denied));
        }
        assertThat(take(LATER))
                .hasSize(RefusalWindow.OF_STRANGERS + RefusalWindow.OF_ONE)
                .endsWith(denied);
        assertThat(take(END)).contains(new MoreRefused("account", 1, BEGAN, END));
    }

    @Test
    void aRefusalIsShortened() {
        JsonArrayBuilder names = AuditEvent.JSON.createArrayBuilder();
        for (int i = 0; i < 100; i++) {
            names.add("x".repeat(i == 0 ? 50_000 : 500));
        }
        String document = new RequestRefused(
                        "POST /" + "x".repeat(50_000),
                        "192.0.2.1",
                        null,
                        false,
                        "malformed",
                        "y".repeat(50_000),
                        names.build(),
                        null)
                .document()
                .toString();
        assertThat(document).hasSizeLessThan(10_000).contains("{\"leftOut\":91}");
    }

    /** For as long as the database is away. */
    @Test
    void whatCannotBeWrittenIsKeptAndDoesNotGrow() {
        Instant now = BEGAN;
        for (int i = 0; i < 30; i++) {
            for (int subject = 0; subject < RefusalWindow.OF_ALL; subject++) {
                refuse("stranger-" + i + "-" + subject, 1);
            }
            now = now.plus(RefusalWindow.LENGTH);
            window.giveBack(window.take(now));
        }
        List<RefusalEvent> kept = new ArrayList<>(take(now));
        assertThat(kept.size()).isLessThanOrEqualTo(2 * RefusalWindow.OF_ALL + 1);
        assertThat(kept.get(0)).isInstanceOf(RequestRefused.class);
        kept.addAll(take(now.plus(RefusalWindow.LENGTH)));
        long told = kept.stream().filter(RequestRefused.class::isInstance).count();
        long counted = kept.stream()
                .filter(MoreRefused.class::isInstance)
                .mapToLong(more -> ((MoreRefused) more).count())
                .sum();
        assertThat(told + counted).isEqualTo(30L * RefusalWindow.OF_ALL);
    }

    @Test
    void theEndOfAServerEndsTheWindow() {
        refuse("one", RefusalWindow.OF_ONE + 1);
        window.end(LATER);
        assertThat(take(LATER)).hasSize(RefusalWindow.OF_ONE + 1).last().isInstanceOf(MoreRefused.class);
    }

    private void refuse(String subject, int times) {
        for (int i = 0; i < times; i++) {
            window.add(
                    subject,
                    false,
                    new Refused(
                            BEGAN,
                            new RequestRefused("POST /", "192.0.2.1", null, false, "unauthorized", "No.", null, null)));
        }
    }

    private List<RefusalEvent> take(Instant now) {
        return window.take(now).stream().map(Refused::event).toList();
    }
}
