package org.bailiwick.admin.web.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.PageRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which pages may be asked for, of whatever list. */
class PagingTest {

    @Test
    void aPageHasFromOneToTheMost() {
        assertThat(limited("1").size()).isEqualTo(1);
        assertThat(limited("200").size()).isEqualTo(PageRequest.MOST);
        assertThat(new Paging().size()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "201", "1001", "-1", "", "ten", "99999999999"})
    void anotherIsRefused(String limit) {
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> limited(limit).size())
                .withMessageContaining("1 to 200");
    }

    private static Paging limited(String limit) {
        Paging paging = new Paging();
        paging.limit = limit;
        return paging;
    }
}
