package io.tollgate.postgres;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/** Tells what a failure of the database means. */
public final class DatabaseFailures {

    private static final String DATA_EXCEPTION = "22";
    private static final String CONSTRAINT_VIOLATION = "23";
    private static final String LIMIT_EXCEEDED = "54";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final int DEPTH = 20;

    private DatabaseFailures() {}

    /** Whether the database refuses the contents, so that the same statement will fail again. */
    public static boolean isRefusal(Throwable failure) {
        String state = sqlState(failure);
        return state != null && (state.startsWith(DATA_EXCEPTION) || state.startsWith(CONSTRAINT_VIOLATION));
    }

    /**
     * Whether what was to be stored is at fault, so that it will fail again: the database refuses it, or a value cannot be computed with or
     * cannot be written at all. A database that is away, or out of anything, is not such a failure.
     */
    public static boolean isOfTheContents(Throwable failure) {
        String state = sqlState(failure);
        return state == null ? isOfAValue(failure) : isRefusal(failure) || state.startsWith(LIMIT_EXCEEDED);
    }

    private static boolean isOfAValue(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++) {
            if (cause instanceof ArithmeticException
                    || cause instanceof DateTimeException
                    || cause instanceof IllegalArgumentException
                    || cause instanceof ClassCastException
                    || cause instanceof IndexOutOfBoundsException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Whether something with the same unique name exists already. */
    public static boolean isDuplicate(Throwable failure) {
        return UNIQUE_VIOLATION.equals(sqlState(failure));
    }

    private static @Nullable String sqlState(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < DEPTH; i++) {
            if (cause instanceof PgException postgres) {
                return postgres.getSqlState();
            }
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
            cause = cause.getCause();
        }
        return null;
    }
}
