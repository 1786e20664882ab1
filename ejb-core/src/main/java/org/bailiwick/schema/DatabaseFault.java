package org.bailiwick.schema;

import java.sql.SQLException;

/** What a fault says of the database. */
public final class DatabaseFault {

    private DatabaseFault() {}

    /**
     * Whether the database does not do its work now: any {@link SQLException}, but for those of ISO 9075's classes of what
     * the database was given, which say nothing of how it is.
     */
    public static boolean isAway(Throwable fault) {
        return fault instanceof SQLException refused
                && (refused.getSQLState() == null || !refused.getSQLState().matches("(21|22|23|42).*"));
    }
}
