package io.tollgate.ingress.chat;

import io.tollgate.livestate.UnclosedRequests;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Confirms that requests were accepted, so that their holds are not taken back while they wait for a worker. Nobody waits for it: a request
 * that a worker has claimed needs no confirmation, and one that is neither confirmed nor claimed in time ends with an error.
 */
@ApplicationScoped
class Confirmations {

    private static final Logger LOG = Logger.getLogger(Confirmations.class);
    private static final int REPEATS = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final UnclosedRequests unclosed;
    private final Clock clock;

    Confirmations(UnclosedRequests unclosed, Clock clock) {
        this.unclosed = unclosed;
        this.clock = clock;
    }

    /** Confirms a request in the background. */
    void confirm(Draft draft) {
        unclosed.confirm(draft.account(), draft.requestId(), Duration.between(clock.instant(), draft.deadline()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(REPEATS)
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.warnf("request %s cannot be confirmed: %s", draft.requestId(), failure));
    }
}
