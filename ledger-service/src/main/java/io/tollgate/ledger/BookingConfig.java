package io.tollgate.ledger;

import io.smallrye.config.WithDefault;

/** The clock that dates bookings; its month is the one that reports, statements and closings go by. */
public interface BookingConfig {

    /** Clocks that can date charges and releases. */
    enum Clock {
        /** PostgreSQL's, at the moment of booking. */
        DATABASE,
        /** That of the events: an attempt's end for its charge, a request's closing for its release. */
        EVENT_TIME
    }

    /** Whose time is booked. Anything but the database's is for replays of the past into books of their own. */
    @WithDefault("database")
    Clock clock();

    /** Whether {@code clock} may be {@code event-time}; a second word, so that nobody sets it by accident. */
    @WithDefault("false")
    boolean allowReplay();
}
