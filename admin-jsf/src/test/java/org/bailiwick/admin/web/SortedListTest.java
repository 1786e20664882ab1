package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.bailiwick.admin.AdministratorColumn;
import org.bailiwick.admin.ListOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SortedListTest {

    /** What the head of a column leads to, by how the list is sorted now. */
    @ParameterizedTest
    @CsvSource({
        "'',            name,        none,       ?name=a+b&sort=name",
        "name,          name,        ascending,  ?name=a+b&sort=-name",
        "-name,         name,        descending, ?name=a+b",
        "-name,         last-log-in, none,       ?name=a+b&sort=last-log-in",
        "last-log-in,   last-log-in, ascending,  ?name=a+b&sort=-last-log-in",
        "'',            created,     descending, ?name=a+b&sort=created",
        "created,       created,     ascending,  ?name=a+b",
        "name,          created,     none,       ?name=a+b"
    })
    void aHeadLeadsUpThenDownThenBack(String sort, String column, String aria, String query) {
        SortedList list = list(sort);
        assertThat(list.aria(column)).isEqualTo(aria);
        assertThat(list.address(column)).isEqualTo("/people" + query);
        assertThat(list.getText()).isEqualTo(sort);
        assertThat(list.arrow(column).isEmpty()).isEqualTo(aria.equals("none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "NAME", "-", "--name", "-created", "x.password", "name,role", "name desc"})
    void whatIsNoColumnIsTheNewestFirst(String sort) {
        SortedList list = list(sort);
        assertThat(list.order()).isEqualTo(ListOrder.NEWEST);
        assertThat(list.isNewest()).isTrue();
        assertThat(list.getText()).isEmpty();
    }

    @Test
    void theNextPageIsInTheSameOrder() {
        assertThat(list("-role").order()).isEqualTo(ListOrder.descending(AdministratorColumn.ROLE));
        assertThat(list("-role").next(Optional.of("7"))).isEqualTo("/people?name=a+b&sort=-role&before=7");
        assertThat(list("created").order()).isEqualTo(ListOrder.OLDEST);
        assertThat(list("").next(Optional.of("7"))).isEqualTo("/people?name=a+b&before=7");
        assertThat(list("role").next(Optional.empty())).isEmpty();
    }

    private static SortedList list(String sort) {
        return new SortedList(sort, () -> PageAddress.of("/people").with("name", "a b"), AdministratorColumn.values());
    }
}
