package org.bailiwick.schema;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/** What a fault says of the database. */
public final class DatabaseFault {

    private DatabaseFault() {}

    /**
     * Whether a fault comes of a database that does not do its work now, so that the same may go well later: any {@link
     * SQLException}, but for those of ISO 9075's classes of what the database was given, which say nothing of how it is; and
     * a transaction that could not be committed for no reason of ours.
     *
     * @param fault with all that it comes of: what keeps a transaction from being committed, as a disk that is full, is told
     *     by the server as suppressed and not as a cause
     */
    public static boolean isAway(Throwable fault) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> left = new ArrayDeque<>();
        left.add(fault);
        boolean notCommitted = false;
        boolean refused = false;
        while (!left.isEmpty()) {
            Throwable each = left.remove();
            if (!seen.add(each)) {
                continue;
            }
            if (each instanceof SQLException sql) {
                if (isOfDatabase(sql)) {
                    return true;
                }
                refused = true;
            }
            notCommitted |= isNotCommitted(each);
            if (each.getCause() != null) {
                left.add(each.getCause());
            }
            left.addAll(Arrays.asList(each.getSuppressed()));
        }
        return notCommitted && !refused;
    }

    private static boolean isOfDatabase(SQLException fault) {
        return fault.getSQLState() == null || !fault.getSQLState().matches("(21|22|23|42).*");
    }

    /** One with a cause was given up for that. */
    private static boolean isNotCommitted(Throwable fault) {
        return fault.getCause() == null
                && (fault instanceof RollbackException
                        || fault instanceof HeuristicMixedException
                        || fault instanceof HeuristicRollbackException);
    }
}
