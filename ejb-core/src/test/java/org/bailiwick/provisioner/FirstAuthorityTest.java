package org.bailiwick.provisioner;

import static org.assertj.core.api.Assertions.assertThat;

import org.bailiwick.authority.Authorities;
import org.bailiwick.authority.Authority;
import org.bailiwick.authority.AuthorityName;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.Population;
import org.bailiwick.schema.TestDatabase;
import org.bailiwick.team.Team;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FirstAuthorityTest {

    /** A start asks for one of them, and no token for anything. */
    @ParameterizedTest
    @EnumSource
    void aThousandAuthoritiesDoNotSlowTheStart(TestDatabase database) {
        database.transact(entityManager -> {
            Team team = Population.team(entityManager);
            for (int i = 0; i < 1000; i++) {
                entityManager.persist(new Authority(
                        team.id(),
                        new AuthorityName(
                                "start-%d-%s".formatted(i, Population.name().value())),
                        Population.NOW));
            }
        });
        Statistics statistics = database.statistics();
        database.transact(entityManager -> {
            FirstAuthority first = Injected.into(
                    new FirstAuthority(), Injected.into(new Authorities(), entityManager), new NoFoundation());
            long statements = statistics.getPrepareStatementCount();
            long read = statistics.getEntityLoadCount();
            first.create();
            assertThat(statistics.getPrepareStatementCount() - statements).isEqualTo(1);
            assertThat(statistics.getEntityLoadCount() - read).isEqualTo(1);
        });
    }

    /** Whoever lays it needs the token. */
    private static final class NoFoundation extends Foundation {
        @Override
        public void lay() {
            throw new AssertionError("there are authorities already");
        }

        @Override
        public void complete() {
            // one statement more, and nothing where nothing is missing
        }
    }
}
