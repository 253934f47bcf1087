package io.tollgate.ledger.posting;

import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.BookingConfig;
import io.tollgate.ledger.LedgerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.hibernate.reactive.mutiny.Mutiny;

/** Says when charges and releases are booked: by the database's clock, or in a replay by the events' own. */
@ApplicationScoped
public class BookingClock {

    private final PostingRepository postings;
    private final boolean replayed;

    @Inject
    BookingClock(PostingRepository postings, LedgerConfig config) {
        this.postings = postings;
        this.replayed = config.booking().clock() == BookingConfig.Clock.EVENT_TIME;
    }

    /** The times under which the running transaction books. */
    public Uni<BookTimes> times(Mutiny.StatelessSession session) {
        return postings.now(session).map(now -> new BookTimes(now, replayed));
    }
}
