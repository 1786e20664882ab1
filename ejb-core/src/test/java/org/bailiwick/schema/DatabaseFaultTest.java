package org.bailiwick.schema;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client or an administrator is told to try again later. */
class DatabaseFaultTest {

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "90067"})
    void aDatabaseThatIsAwayIsWorthARetry(String state) {
        assertThat(DatabaseFault.isAway(new SQLException("x", state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42601"})
    void whatItWasGivenWronglyIsNot(String state) {
        assertThat(DatabaseFault.isAway(new SQLException("x", state))).isFalse();
    }

    @Test
    void anotherFaultIsNot() {
        assertThat(DatabaseFault.isAway(new IllegalStateException("x"))).isFalse();
    }

    /** As the transaction manager tells it. */
    @Test
    void aDatabaseThatCannotCommitIsAway() {
        RollbackException rolledBack = new RollbackException("could not commit");
        assertThat(DatabaseFault.isAway(new IllegalStateException(rolledBack))).isTrue();
        XAException told = new XAException(XAException.XA_RBROLLBACK);
        told.initCause(new SQLException("no space left", "53100"));
        rolledBack.addSuppressed(told);
        assertThat(DatabaseFault.isAway(new IllegalStateException(rolledBack))).isTrue();
    }

    /** As it tells what the database refuses at the end of a transaction, or what we give up ourselves. */
    @Test
    void aTransactionThatIsRolledBackForAReasonIsNoFaultOfTheDatabase() {
        RollbackException duplicate = new RollbackException("rolled back");
        duplicate.addSuppressed(new SQLException("duplicate", "23505"));
        assertThat(DatabaseFault.isAway(new IllegalStateException(duplicate))).isFalse();
        RollbackException ours = new RollbackException("rolled back");
        ours.initCause(new IllegalStateException("x"));
        assertThat(DatabaseFault.isAway(ours)).isFalse();
    }

    @Test
    void causesThatGoRoundEnd() {
        IllegalStateException one = new IllegalStateException("one");
        IllegalStateException other = new IllegalStateException("other", one);
        one.initCause(other);
        assertThat(DatabaseFault.isAway(one)).isFalse();
    }
}
