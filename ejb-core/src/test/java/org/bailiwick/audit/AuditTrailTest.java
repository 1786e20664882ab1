package org.bailiwick.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
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
