package org.bailiwick.admin.web.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.bailiwick.acme.ResourceId;
import org.junit.jupiter.api.Test;

class FactTest {

    @Test
    void eachFactIsARowAndSaysWhereItStands() {
        assertThat(
                        Fact.of(
                                """
                {"account":"a1","names":["a.corp","b.corp"],"count":3,"only":["x"],"none":[],
                 "decidedBy":{"refused":1,"names":[{"value":"c.corp","permitted":false}]}}"""))
                .containsExactly(
                        new Fact("account", "a1"),
                        new Fact("names 1", "a.corp"),
                        new Fact("names 2", "b.corp"),
                        new Fact("count", "3"),
                        new Fact("only", "x"),
                        new Fact("decidedBy refused", "1"),
                        new Fact("decidedBy names value", "c.corp"),
                        new Fact("decidedBy names permitted", "false"));
    }

    @Test
    void whatSomebodyWroteIsTextHoweverItWasEscaped() {
        assertThat(Fact.of("{\"name\":\"<b>\\u00e4\\n\"}")).containsExactly(new Fact("name", "<b>ä\n"));
    }

    /** Whoever wrote it may have written anything: what is no id leads nowhere. */
    @Test
    void whatHasAPageLeadsThere() {
        String id = ResourceId.random(Instant.EPOCH).toString();
        assertThat(new Fact("account", id).path()).isEqualTo("/account?id=" + id);
        assertThat(new Fact("key", id).path()).isEqualTo("/key?id=" + id);
        assertThat(new Fact("serial", "0abc").path()).isEqualTo("/certificates?by=serial&q=0abc");
        assertThat(new Fact("authority", "00000000-0000-0001-0000-000000000002").path())
                .isEqualTo("/authority?id=00000000-0000-0001-0000-000000000002");
        assertThat(new Fact("registrationAuthority", "00000000-0000-0001-0000-000000000002").path())
                .isEqualTo("/registration-authority?id=00000000-0000-0001-0000-000000000002");
        for (String name :
                new String[] {"account", "order", "key", "authority", "registrationAuthority", "serial", "other"}) {
            assertThat(new Fact(name, "\"><script>").path()).as(name).isEmpty();
        }
        assertThat(new Fact("other", id).path()).isEmpty();
    }

    @Test
    void whoDidItIsToldApart() {
        var facts = Fact.of("{\"administrator\":\"me\",\"team\":\"t1\",\"name\":\"n\"}");
        assertThat(Fact.administrator(facts)).isEqualTo("me");
        assertThat(Fact.brief(facts)).isEqualTo("team t1 · name n");
        assertThat(Fact.administrator(Fact.of("{}"))).isEmpty();
    }

    @Test
    void aPageHasRoomForSomeOfIt() {
        String many = "{\"names\":[" + "\"host.corp.internal\",".repeat(5_000) + "\"last\"]}";
        assertThat(Fact.of(many)).hasSize(Fact.MOST);
        String wide = "{\"a\":[" + ("\"" + "x".repeat(50_000) + "\",").repeat(100) + "1]}";
        assertThat(Fact.of(wide).stream()
                        .mapToInt(fact -> fact.value().length())
                        .sum())
                .isLessThan(Fact.ROOM + 2_000);
        assertThat(Fact.brief(Fact.of(many)).length()).isLessThan(200);
    }
}
