package org.bailiwick.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bailiwick.admin.ListOrder;
import org.bailiwick.admin.Pages;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.eab.ExternalAccountKey;
import org.bailiwick.eab.KeyScene;
import org.bailiwick.policy.Governed;
import org.bailiwick.policy.PolicyLevel;
import org.bailiwick.provisioner.Provisioner;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GovernedColumnTest {

    @ParameterizedTest
    @EnumSource
    void whatHasNamesIsSortedByThemAndAccountsAreNot(TestDatabase database) {
        Authority authority = database.inTransaction(Population::authority);
        UUID team = authority.team();
        database.transact(entityManager -> {
            Authority there = entityManager.find(Authority.class, authority.id());
            entityManager.persist(new Authority(team, new AuthorityName("z-" + authority.name()), Population.NOW));
            for (String name : List.of("c", "a", "b")) {
                Provisioner provisioner = new Provisioner(there, new AuthorityName(name), Population.NOW);
                entityManager.persist(provisioner);
                KeyScene.key(entityManager, provisioner, KeyScene.terms(name.equals("a") ? "A" : name));
            }
        });

        assertThat(rows(database, PolicyLevel.AUTHORITY, team))
                .extracting(row -> ((Authority) row).name())
                .containsExactly(authority.name(), "z-" + authority.name());
        assertThat(rows(database, PolicyLevel.PROVISIONER, team))
                .extracting(row -> ((Provisioner) row).name())
                .containsExactly("a", "b", "c");
        assertThat(rows(database, PolicyLevel.EXTERNAL_ACCOUNT_KEY, team))
                .extracting(row -> ((ExternalAccountKey) row).reference())
                .containsExactly("A", "b", "c");
        assertThat(GovernedColumn.of(PolicyLevel.ACCOUNT)).isEmpty();
    }

    private static List<Governed> rows(TestDatabase database, PolicyLevel level, UUID team) {
        ListOrder order = ListOrder.ascending(GovernedColumn.of(level).orElseThrow());
        return database.inTransaction(entityManager -> Pages.all(
                request -> Injected.into(new GovernedSubjects(), entityManager)
                        .page(level, Optional.of(team), Optional.empty(), false, request),
                order));
    }
}
