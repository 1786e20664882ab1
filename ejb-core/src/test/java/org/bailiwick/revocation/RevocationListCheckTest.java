package org.bailiwick.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import org.bailiwick.health.Health.State;
import org.bailiwick.schema.Injected;
import org.bailiwick.schema.TestDatabase;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RevocationListCheckTest {

    @ParameterizedTest
    @CsvSource({"0, 0, UP", "0, 1, WARNING", "1, 0, DOWN", "1, 2, DOWN"})
    void oneListThatEndedIsEnough(int ended, int late, State state) {
        assertThat(RevocationListCheck.judge(ended, late, 3).state()).isEqualTo(state);
    }

    /** What there is of lists is other tests'; each issuer is there once. */
    @ParameterizedTest
    @EnumSource
    void eachIssuerIsThereOnce(TestDatabase database) {
        database.transact(entityManager -> assertThat(
                        Injected.into(new RevocationListCheck(), entityManager).newest())
                .extracting(RevocationListCheck.Newest::issuer)
                .doesNotHaveDuplicates());
    }
}
