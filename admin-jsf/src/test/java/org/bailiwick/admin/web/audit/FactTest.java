package org.bailiwick.admin.web.audit;

import static org.assertj.core.api.Assertions.assertThat;

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
