package org.bailiwick.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people find in the log. */
class AuditTrailTest {

    @ParameterizedTest
    @EnumSource
    void anEventIsFoundByItsFactsAndShownWithItsLink(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        UUID who = UUID.randomUUID();
        String odd = "A \"Team\" \\ \u00e4 " + who;
        node.record(new AdministrationEvent.TeamCreated(who, UUID.randomUUID(), odd));
        node.record(new AdministrationEvent.TeamCreated(UUID.randomUUID(), UUID.randomUUID(), "mentions " + who));
        node.tail.finish();

        AuditTrail.Entry entry = only(node, Map.of("administrator", who.toString()));
        assertThat(only(node, Map.of("name", odd, "administrator", who.toString())))
                .isEqualTo(entry);
        assertThat(find(node, Map.of("administrator", odd))).isEmpty();

        AuditTrail.Linked linked = node.<Optional<AuditTrail.Linked>>reading(trail -> trail.at(entry.position()))
                .orElseThrow();
        assertThat(linked.entry()).isEqualTo(entry);
        assertThat(linked.right()).isTrue();
        assertThat(linked.line())
                .contains("\"previous\":\"" + linked.previous() + "\"")
                .endsWith("\"hash\":\"" + linked.hash() + "\"}");
        assertThat(node.<Optional<AuditTrail.Linked>>reading(trail -> trail.at(Long.MAX_VALUE)))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotLinkedYetIsToldToo(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        Instant before = Clock.systemUTC().instant().minusSeconds(60);
        String mark = UUID.randomUUID().toString();
        node.record(new AccountEvent.ContactsChanged(mark));
        List<AuditTrail.Told> latest =
                node.reading(trail -> trail.latest("account-contacts-changed", before, Optional.empty(), 200));
        assertThat(latest).anySatisfy(event -> {
            assertThat(event.facts()).contains(mark);
            assertThat(event.position()).isEmpty();
        });
        node.tail.finish();
        List<AuditTrail.Told> told = node.reading(trail -> trail.told(
                "account-contacts-changed", before, Instant.parse("2100-01-01T00:00:00Z"), Optional.empty(), 1_000));
        assertThat(told).anySatisfy(event -> assertThat(event.facts()).contains(mark));
    }

    /** The log is long; who looks for what happened lately is not to wait for all of it. */
    @ParameterizedTest
    @EnumSource
    void aSearchForWhatHappenedLatelyEndsAtACheckpoint(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        node.record(new AccountEvent.Deactivated("mark-before-1"));
        node.tail.finish();
        at(database, "3000-01-01T00:00:00Z").checkpoint(AuditNode.KEY, Duration.ZERO);
        long signed = node.reading(AuditTrail::begin).last();
        at(database, "3000-02-02T00:00:00Z").record(new AccountEvent.Deactivated("mark-since-1"));
        node.tail.finish();
        at(database, "3000-03-01T00:00:00Z").checkpoint(AuditNode.KEY, Duration.ZERO);

        assertThat(node.<Long>reading(trail -> trail.linkedBefore(Instant.parse("3000-02-02T00:00:00Z"))))
                .isEqualTo(signed);
        assertThat(node.<Long>reading(trail -> trail.linkedBefore(Instant.EPOCH)))
                .isZero();
        assertThat(node.<Long>reading(trail -> trail.linkedBefore(Instant.parse("4000-01-01T00:00:00Z"))))
                .as("no checkpoint since")
                .isZero();
        AuditTrail.Search lately = new AuditTrail.Search(
                Optional.empty(),
                Optional.empty(),
                Instant.parse("3000-02-02T00:00:00Z"),
                Instant.parse("4000-01-01T00:00:00Z"));
        assertThat(node.<List<AuditTrail.Entry>>reading(trail -> trail.find(lately, Optional.empty(), 10)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.facts()).contains("mark-since-1"));
    }

    private static AuditNode at(TestDatabase database, String moment) {
        return new AuditNode(database, Clock.fixed(Instant.parse(moment), ZoneOffset.UTC));
    }

    /** Without them it would look as if it had never been longer. */
    @ParameterizedTest
    @EnumSource
    void anExportHasTheCheckpointsWhoseEventsWereCutOff(TestDatabase database) {
        AuditNode node = new AuditNode(database, Clock.systemUTC());
        node.record(new AccountEvent.ContactsChanged("cut-1"));
        node.tail.finish();
        node.checkpoint(AuditNode.KEY, Duration.ZERO);
        long begin = node.reading(AuditTrail::begin).last();
        for (int i = 2; i <= 3; i++) {
            node.record(new AccountEvent.ContactsChanged("cut-" + i));
            node.record(new AccountEvent.ContactsChanged("cut-" + i));
            node.tail.finish();
            assertThat(node.checkpoint(AuditNode.KEY, Duration.ZERO)).isTrue();
        }
        AuditTrail.Place whole = node.reading(AuditTrail::begin);
        // as if there were one event only after the first checkpoint; or none
        for (int left : List.of(1, 0)) {
            for (int page : List.of(1, 2, 1_000)) {
                List<String> lines = export(node, new AuditTrail.Place(begin, begin + left, whole.checkpoint()), page);
                assertThat(lines.subList(0, left)).allMatch(line -> line.contains("\"event\":"));
                assertThat(lines.subList(left, lines.size()))
                        .satisfiesExactly(
                                one -> assertThat(one).contains("\"checkpoint\":" + (whole.checkpoint() - 1) + ","),
                                other -> assertThat(other).contains("\"checkpoint\":" + whole.checkpoint() + ","));
            }
        }
        // nothing is twice or missing where all is there
        assertThat(export(node, new AuditTrail.Place(begin, whole.last(), whole.checkpoint()), 1))
                .hasSize(6)
                .isEqualTo(export(node, new AuditTrail.Place(begin, whole.last(), whole.checkpoint()), 1_000));
    }

    private static List<String> export(AuditNode node, AuditTrail.Place from, int page) {
        List<String> lines = new ArrayList<>();
        Optional<AuditTrail.Place> next = Optional.of(from);
        while (next.isPresent()) {
            AuditTrail.Place place = next.get();
            AuditTrail.Page part = node.reading(trail -> trail.page(place, page));
            lines.addAll(part.lines());
            next = part.next();
        }
        return lines;
    }

    private static AuditTrail.Entry only(AuditNode node, Map<String, String> facts) {
        List<AuditTrail.Entry> found = find(node, facts);
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static List<AuditTrail.Entry> find(AuditNode node, Map<String, String> facts) {
        AuditTrail.Search search = new AuditTrail.Search(
                Optional.of("team-created"),
                Optional.empty(),
                Instant.EPOCH,
                Instant.parse("2100-01-01T00:00:00Z"),
                facts);
        return node.reading(trail -> trail.find(search, Optional.empty(), 10));
    }
}
