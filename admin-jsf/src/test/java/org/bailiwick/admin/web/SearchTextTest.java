package org.bailiwick.admin.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.bailiwick.acme.ResourceId;
import org.bailiwick.admin.AdminException;
import org.bailiwick.admin.web.authority.AuthoritiesView;
import org.bailiwick.admin.web.policy.PoliciesView;
import org.bailiwick.admin.web.provisioner.ProvisionersView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTextTest {

    @ParameterizedTest
    @CsvSource({
        "Host.Corp,      host.corp",
        "' host.corp. ', host.corp",
        "*.Corp,         *.corp",
        "bücher.corp,    xn--bcher-kva.corp",
        "fd00::1,        fd00::1",
        "<b>,            <b>",
    })
    void aNameIsAsCertificatesHaveIt(String typed, String name) {
        assertThat(SearchText.name(typed)).contains(name);
    }

    @Test
    void nothingIsNoCondition() {
        assertThat(SearchText.name("  ")).isEmpty();
        assertThat(SearchText.name(".")).isEmpty();
        assertThat(SearchText.of("")).isEmpty();
        assertThat(SearchText.id(" ")).isEmpty();
    }

    /** Before anything is asked: the beans have no services here. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "\u0000"})
    void noListIsAskedForWhatCannotBeSought(String typed) {
        AuthoritiesView authorities = new AuthoritiesView();
        authorities.setName(typed);
        ProvisionersView provisioners = new ProvisionersView();
        provisioners.setName(typed);
        PoliciesView policies = new PoliciesView();
        policies.setLevel("authority");
        policies.setText(typed);
        assertThatThrownBy(authorities::load).isInstanceOf(AdminException.class);
        assertThatThrownBy(provisioners::load).isInstanceOf(AdminException.class);
        assertThatThrownBy(policies::load).isInstanceOf(AdminException.class);
    }

    /** A NUL is what PostgreSQL keeps in no text; half a character is what no driver sends. */
    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\nb", "\ud800x"})
    void whatCannotBeSoughtIsRefused(String typed) {
        assertThatThrownBy(() -> SearchText.of(typed)).isInstanceOf(AdminException.class);
    }

    @Test
    void soIsWhatIsTooLongOrNoId() {
        assertThatThrownBy(() -> SearchText.of("a".repeat(301))).isInstanceOf(AdminException.class);
        assertThatThrownBy(() -> SearchText.id("x")).isInstanceOf(AdminException.class);
        ResourceId id = ResourceId.random(Instant.EPOCH);
        assertThat(SearchText.id(" " + id)).contains(id);
    }
}
