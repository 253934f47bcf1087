package io.tollgate.metering.store;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;

/** Tells whether the database refused what a statement holds, so that the same statement will always fail. */
public final class DatabaseRefusal {

    private static final String DATA_EXCEPTION = "22";
    private static final String CONSTRAINT_VIOLATION = "23";
    private static final int DEPTH = 20;

    private DatabaseRefusal() {}

    /** Whether the contents are at fault, not the database. */
    public static boolean is(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++, cause = cause.getCause()) {
            if (cause instanceof PgException postgres) {
                return refuses(postgres.getSqlState());
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return refuses(sql.getSQLState());
            }
        }
        return false;
    }

    private static boolean refuses(String state) {
        return state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION);
    }
}
