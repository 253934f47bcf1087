package io.tollgate.simulation.workers;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.simulation.world.World;
import io.tollgate.workers.budget.Budget;
import io.tollgate.workers.budget.HoldExtender.Extension;
import io.tollgate.workers.conclusion.Ending;
import org.jspecify.annotations.Nullable;

/** Mirrors {@code CreditWatch} over the real {@link Budget} and the real extender. */
final class CreditCheck {

    private static final long ASK_AGAIN = 250 * World.MILLI;

    /** What the attempt is told, as {@code CreditListener} is. */
    interface Listener {
        void awaited();

        void there();

        void out(Ending why);
    }

    private final WorkerTools tools;
    private final World world;
    private final RouteAssigned route;
    private final Listener listener;
    private final Budget budget;
    private long seenTokens;
    private long unansweredSince = -1;
    private boolean awaiting;
    private boolean over;
    private String limitSource = "credits";

    CreditCheck(WorkerTools tools, RouteAssigned route, Listener listener) {
        this.tools = tools;
        this.world = tools.world();
        this.route = route;
        this.listener = listener;
        this.budget = new Budget(route);
    }

    NanoUsd held() {
        return budget.held();
    }

    /** As {@code CreditWatch.beforeCall} where prices do not rise, so that the first slice is covered; null stands for the refusal of an unfunded request. */
    Uni<@Nullable Long> beforeWhole() {
        long wanted = Math.min(budget.limitTokens(), tools.config().budget().wholeAnswerTokens());
        if (route.stream() || budget.coveredTokens() >= wanted) {
            return Uni.createFrom().item(Long.MAX_VALUE);
        }
        int slice = budget.slice();
        return tools.extender().extend(route, budget.askFor(wanted), slice).map(extension -> switch (extension) {
            case Extension.Granted granted -> {
                budget.granted(granted.total());
                yield Long.MAX_VALUE;
            }
            case Extension.Refused ignored -> covered();
            case Extension.Unanswered ignored -> covered();
            case Extension.Gone ignored -> null;
        });
    }

    /** Redis was lost and filled again. */
    void secure() {
        tools.extender().secure(route, budget.held()).subscribe().with(extension -> {
            if (extension instanceof Extension.Refused refused) {
                world.sightings().saw("hold not secured again");
                stop(new Ending.OutOfCredit(refused.limitSource()));
            }
        });
    }

    private Long covered() {
        budget.unanswered();
        return Math.max(1, budget.coveredTokens() / Math.max(1, route.features().choices()));
    }

    void seen(long tokens) {
        seenTokens = tokens;
        check();
    }

    private void check() {
        if (over) {
            return;
        }
        switch (budget.next(seenTokens)) {
            case READ -> readOn();
            case EXTEND -> {
                ask();
                check();
            }
            case WAIT -> {
                awaiting = true;
                listener.awaited();
            }
            case STOP -> stop(new Ending.OutOfCredit(limitSource));
        }
    }

    private void readOn() {
        if (awaiting) {
            awaiting = false;
            listener.there();
        }
    }

    private void ask() {
        int slice = budget.slice();
        tools.extender().extend(route, budget.ask(), slice).subscribe().with(this::answered);
    }

    private void answered(Extension extension) {
        world.sightings().saw("extension " + extension.getClass().getSimpleName());
        switch (extension) {
            case Extension.Granted granted -> {
                unansweredSince = -1;
                budget.granted(granted.total());
                check();
            }
            case Extension.Refused refused -> {
                unansweredSince = -1;
                limitSource = refused.limitSource();
                budget.refused(seenTokens);
                check();
            }
            case Extension.Gone ignored -> stop(Ending.Failed.of(500, "server", "The request is no longer funded."));
            case Extension.Unanswered ignored -> askLater();
        }
    }

    private void askLater() {
        long now = world.now();
        unansweredSince = unansweredSince < 0 ? now : unansweredSince;
        if (now - unansweredSince > World.micros(tools.config().budget().giveUpAfter()) && awaiting) {
            stop(Ending.Failed.of(503, "server", "Credit could not be set aside for more output."));
            return;
        }
        world.after(tools.node(), ASK_AGAIN, () -> {
            budget.unanswered();
            check();
        });
    }

    private void stop(Ending why) {
        if (!over) {
            over = true;
            listener.out(why);
        }
    }
}
