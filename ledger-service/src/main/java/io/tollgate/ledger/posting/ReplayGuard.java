package io.tollgate.ledger.posting;

import io.quarkus.runtime.StartupEvent;
import io.tollgate.ledger.BookingConfig;
import io.tollgate.ledger.LedgerConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Keeps replays and real books apart, before the first event is read. Dating by events is refused unless it is allowed in so many words
 * and the books are empty or those of an earlier replay; once books were dated by events, they never run by the database's clock. The
 * service does not start otherwise.
 */
@ApplicationScoped
public class ReplayGuard {

    /** Earlier than the consumers start. */
    private static final int FIRST = 1;

    private static final Logger LOG = Logger.getLogger(ReplayGuard.class);
    private static final String PREFIX = "tollgate.ledger.booking.";

    private final DataSource database;
    private final BookingConfig booking;

    @Inject
    ReplayGuard(DataSource database, LedgerConfig config) {
        this.database = database;
        this.booking = config.booking();
    }

    void check(@Observes @Priority(FIRST) StartupEvent starting) throws SQLException {
        check();
    }

    /**
     * Checks that the clock that is set fits the books, and marks books of a replay.
     *
     * @throws IllegalStateException if it does not
     */
    void check() throws SQLException {
        boolean byEvents = booking.clock() == BookingConfig.Clock.EVENT_TIME;
        if (byEvents && !booking.allowReplay()) {
            throw new IllegalStateException(
                    PREFIX + "clock=event-time dates money by what events say of themselves; it is for"
                            + " replays into books of their own, and needs " + PREFIX + "allow-replay=true");
        }
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (byEvents) {
                requireBooksOfAReplay(statement);
                LOG.warn(
                        "A REPLAY: charges and releases are booked in the months that their events state, not by the clock");
            } else if (isTrue(statement, "select exists(select 1 from ledger.replay)")) {
                throw new IllegalStateException(
                        "these books are a replay's, dated by its events; they cannot go on by the database's clock");
            }
        }
    }

    private static void requireBooksOfAReplay(Statement statement) throws SQLException {
        if (isTrue(statement, "select exists(select 1 from ledger.replay)")) {
            return;
        }
        if (isTrue(statement, "select exists(select 1 from ledger.ledger_transaction)")) {
            throw new IllegalStateException(
                    "these books are dated by the database's clock; a replay dated by its events needs books of its own");
        }
        statement.executeUpdate("insert into ledger.replay default values on conflict do nothing");
    }

    private static boolean isTrue(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            return answer.next() && answer.getBoolean(1);
        }
    }
}
