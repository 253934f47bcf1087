package io.tollgate.workers.budget;

import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.hold.HoldExtended;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.workers.WorkersConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;

/** Extends holds: first in Redis, then for the ledger; output may use an extension once Kafka has acknowledged it. */
@ApplicationScoped
public class HoldExtender {

    /** More extensions than one attempt can have; keeps their numbers apart between the attempts of a request. */
    private static final int EXTENSIONS_PER_ATTEMPT = 100_000;

    private final CreditHolds holds;
    private final EventPublisher events;
    private final Clock clock;
    private final Duration announceWithin;

    HoldExtender(CreditHolds holds, EventPublisher events, Clock clock, WorkersConfig config) {
        this.holds = holds;
        this.events = events;
        this.clock = clock;
        this.announceWithin = config.budget().announceWithin();
    }

    /** What became of an extension. */
    public sealed interface Extension {

        /** The hold is this large now. */
        record Granted(NanoUsd total) implements Extension {}

        /**
         * There is not enough credit.
         *
         * @param limitSource {@code credits} or {@code key}
         */
        record Refused(String limitSource) implements Extension {}

        /** The request has no hold any more. */
        record Gone() implements Extension {}

        /** Redis or Kafka did not answer; asking again is harmless. */
        record Unanswered() implements Extension {}
    }

    /**
     * Extends a hold. The time that it may take counts from before Redis is asked: the ledger, which may be rebuilding Redis meanwhile, waits
     * longer than that before it takes the log for complete.
     *
     * @param total the whole hold wanted; idempotent for the same total
     * @param slice number of the extension within the attempt, from 1
     */
    public Uni<Extension> extend(RouteAssigned route, NanoUsd total, int slice) {
        return secure(route, total)
                .chain(extended -> extended instanceof Extension.Granted granted
                        ? announce(route, granted.total(), slice)
                        : item(extended))
                .ifNoItem()
                .after(announceWithin)
                .recoverWithItem(new Extension.Unanswered());
    }

    /** Makes sure that Redis holds as much as was announced before. */
    public Uni<Extension> secure(RouteAssigned route, NanoUsd total) {
        return holds.extend(route.account(), route.requestId(), total)
                .<Extension>map(extended -> switch (extended) {
                    case CreditHolds.Extended.Ok ok -> new Extension.Granted(ok.total());
                    case CreditHolds.Extended.InsufficientCredit ignored -> new Extension.Refused("credits");
                    case CreditHolds.Extended.KeyLimitReached ignored -> new Extension.Refused("key");
                    case CreditHolds.Extended.Gone ignored -> new Extension.Gone();
                    case CreditHolds.Extended.NotReady ignored -> new Extension.Unanswered();
                })
                .onFailure()
                .recoverWithItem(unreachable -> new Extension.Unanswered());
    }

    /** The whole hold of a request at this moment; what was set aside at first if it cannot be learned. */
    public Uni<NanoUsd> current(RouteAssigned route) {
        NanoUsd known = route.hold().amount();
        return holds.extend(route.account(), route.requestId(), known)
                .map(extended -> extended instanceof CreditHolds.Extended.Ok ok ? ok.total() : known)
                .onFailure()
                .recoverWithItem(known);
    }

    private Uni<Extension> announce(RouteAssigned route, NanoUsd total, int slice) {
        HoldExtended event = new HoldExtended(
                route.requestId(),
                route.account(),
                route.key(),
                route.attempt() * EXTENSIONS_PER_ATTEMPT + slice,
                total,
                clock.instant());
        return events.publish(event)
                .<Extension>map(acknowledged -> new Extension.Granted(total))
                .onFailure()
                .recoverWithItem(unreachable -> new Extension.Unanswered());
    }

    private static Uni<Extension> item(Extension extension) {
        return Uni.createFrom().item(extension);
    }
}
