package io.tollgate.simulation.workers;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.attempt.AttemptStarted;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.livestate.Frames;
import io.tollgate.simulation.edge.Provider;
import io.tollgate.simulation.world.World;
import io.tollgate.workers.assignment.Assignment;
import io.tollgate.workers.call.CallEnd;
import io.tollgate.workers.conclusion.AttemptReport;
import io.tollgate.workers.conclusion.Conclusion;
import io.tollgate.workers.conclusion.Ending;
import io.tollgate.workers.frames.FrameListener;
import io.tollgate.workers.lease.HeldLease;
import io.tollgate.workers.lease.LeaseListener;
import io.tollgate.workers.usage.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Mirrors {@code AttemptRun}, step by step and in its order. */
final class Attempt implements Provider.Listener, FrameListener, LeaseListener, CreditCheck.Listener {

    private static final long SLOT_LEAST = 10;
    private static final long SLOT_MOST = 300 * World.MILLI;

    private final WorkerTools tools;
    private final World world;
    private final Assignment assignment;
    private final RouteAssigned route;
    private final HeldLease lease;
    private final Consumer<Attempt> done;
    private final Tally tally = new Tally();
    private final List<ReplyEvent> heldBack = new ArrayList<>();
    private final FrameOutput writer;
    private final Instant startedAt;
    private @Nullable CreditCheck credit;
    private Provider.@Nullable Call call;
    private @Nullable Ending whyClosed;
    private @Nullable Instant firstTokenAt;
    private boolean ended;
    private boolean callerGone;
    private boolean creditAwaited;
    private boolean overtaken;
    private boolean finished;

    Attempt(WorkerTools tools, Assignment assignment, long fence, boolean cancelled, Consumer<Attempt> done) {
        this.tools = tools;
        this.world = tools.world();
        this.assignment = assignment;
        this.route = assignment.route();
        this.callerGone = cancelled;
        this.done = done;
        this.startedAt = world.instant(tools.node());
        this.lease = tools.keeper().keep(assignment, fence, tools.context(), this);
        Stop stop = route.stop();
        this.writer = new FrameOutput(
                tools,
                route.requestId(),
                lease::fence,
                new Head(
                        stop.model(),
                        stop.provider(),
                        stop.providerName(),
                        stop.simulated(),
                        startedAt.getEpochSecond(),
                        stop.tier()),
                this);
    }

    int attempt() {
        return route.attempt();
    }

    void run() {
        world.persist(
                        tools.node(),
                        () -> tools.frames().open(route.requestId(), lease.fence(), route.attempt()),
                        Duration.ofMillis(100),
                        Duration.ofSeconds(1),
                        World.micros(tools.config().frames().giveUpAfter()))
                .subscribe()
                .with(this::opened, unreachable -> notCalled(503));
    }

    private void opened(Frames.Opened reply) {
        if (!reply.granted()) {
            lost();
        } else if (reply.ended()) {
            lease.finish(true).subscribe().with(over -> finish(), unreachable -> finish());
        } else if (reply.nextSeq() > 0 || reply.attemptBefore() == route.attempt()) {
            concludeAs(new Ending.Lost(callerGone), reply.nextSeq());
        } else if (reply.lost()) {
            lease.stands().subscribe().with(this::goOnIfOurs, unreachable -> notCalled(503));
        } else {
            slot();
        }
    }

    private void goOnIfOurs(boolean ours) {
        if (ours) {
            slot();
        } else {
            lost();
        }
    }

    private void slot() {
        boolean full = tools.provider().isFull();
        long wait = world.dice().permille(100) ? world.dice().skewed(SLOT_MOST) : SLOT_LEAST;
        world.after(tools.node(), wait, () -> {
            if (full) {
                notCalled(503);
            } else {
                slotGranted();
            }
        });
    }

    private void slotGranted() {
        if (overtaken) {
            finish();
        } else if (callerGone) {
            concludeAs(new Ending.CancelledBefore(), 0);
        } else if (!world.instant(tools.node()).isBefore(route.deadline())) {
            concludeAs(new Ending.Expired(), 0);
        } else {
            prepare();
        }
    }

    private void prepare() {
        CreditCheck check = new CreditCheck(tools, route, this);
        credit = check;
        world.pause(tools.node(), tools.node().incarnation(), SLOT_LEAST)
                .chain(loaded -> check.beforeWhole())
                .subscribe()
                .with(
                        limit -> {
                            if (limit == null) {
                                notCalled(503);
                            } else {
                                call(limit);
                            }
                        },
                        failure -> notCalled(500));
    }

    private void call(long outputLimit) {
        if (overtaken) {
            finish();
            return;
        }
        if (callerGone) {
            concludeAs(new Ending.CancelledBefore(), 0);
            return;
        }
        if (ended) {
            return;
        }
        announceStart();
        if (!world.passes(tools.node(), "start announced")) {
            return;
        }
        call = tools.provider().call(tools.node(), route, outputLimit, this);
        holdBackIfNeeded();
    }

    private void announceStart() {
        Stop stop = route.stop();
        AttemptStarted started = new AttemptStarted(
                Ids.attemptId(route.requestId(), route.attempt()),
                route.requestId(),
                route.attempt(),
                route.account(),
                stop.endpoint(),
                stop.model(),
                stop.provider(),
                tools.config().id(),
                startedAt);
        tools.events().publish(started).subscribe().with(acknowledged -> {}, lost -> {});
    }

    @Override
    public void events(List<ReplyEvent> events) {
        tally.add(events);
        if (tally.hasOutput() && firstTokenAt == null) {
            firstTokenAt = world.instant(tools.node());
        }
        passOn(events);
        if (route.stream() && credit != null) {
            credit.seen(tally.mostOutputTokens());
        }
    }

    private void passOn(List<ReplyEvent> events) {
        if (callerGone) {
            return;
        }
        heldBack.addAll(events);
        if (tally.hasOutput() || tally.finished()) {
            List<ReplyEvent> now = List.copyOf(heldBack);
            heldBack.clear();
            writer.write(now);
        }
    }

    @Override
    public void ended(CallEnd end) {
        if (overtaken) {
            finish();
            return;
        }
        Ending ending = ending(end);
        ended = true;
        writer.flush(flushed -> {
            if (overtaken) {
                finish();
            } else if (!flushed && ending instanceof Ending.Completed) {
                conclude(whyClosed == null ? cannotPassOn() : whyClosed, writer.framesBegun());
            } else {
                conclude(ending, writer.framesBegun());
            }
        });
    }

    private Ending ending(CallEnd end) {
        return switch (end) {
            case CallEnd.Closed ignored -> whyClosed == null ? cannotPassOn() : whyClosed;
            case CallEnd.Complete ignored -> callerGone ? new Ending.Cancelled() : new Ending.Completed();
            case CallEnd.Failed failed ->
                callerGone && writer.framesBegun() == 0
                        ? new Ending.Cancelled()
                        : new Ending.Failed(failed.failure(), failed.providerStatus(), failed.retryAfterSeconds());
        };
    }

    private static Ending cannotPassOn() {
        return Ending.Failed.of(503, "server", "The answer could not be passed on.");
    }

    private void notCalled(int status) {
        if (overtaken) {
            finish();
            return;
        }
        concludeAs(new Ending.NotCalled(Ending.Failed.of(status, "server", "not called")), 0);
    }

    private void concludeAs(Ending ending, long framesVisible) {
        if (ended) {
            world.violated("an attempt ends twice: " + assignment);
        }
        ended = true;
        conclude(ending, framesVisible);
    }

    private void conclude(Ending ending, long framesVisible) {
        world.note(() -> tools.node() + " concludes " + assignment + " as " + ending);
        AttemptReport report = new AttemptReport(
                tally.counted(),
                framesVisible,
                credit == null ? route.hold().amount() : credit.held(),
                startedAt,
                firstTokenAt,
                world.instant(tools.node()));
        Conclusion conclusion = tools.rules().conclude(route, ending, report);
        tools.conclusions()
                .conclude(assignment, lease, conclusion)
                .subscribe()
                .with(published -> finish(), failure -> finish());
    }

    private void finish() {
        lease.letGo();
        if (!finished) {
            finished = true;
            done.accept(this);
        }
    }

    @Override
    public void full() {
        // frames are small here
    }

    @Override
    public void drained() {
        // frames are small here
    }

    @Override
    public void lost(Loss why) {
        switch (why) {
            case FENCED -> lost();
            case UNREACHABLE -> closeAs(cannotPassOn());
            case TOO_LONG ->
                closeAs(Ending.Failed.of(502, "provider_unavailable", "The provider's answer is too long."));
        }
    }

    @Override
    public void awaited() {
        creditAwaited = true;
        holdBackIfNeeded();
    }

    @Override
    public void there() {
        creditAwaited = false;
        holdBackIfNeeded();
    }

    @Override
    public void out(Ending why) {
        closeAs(callerGone ? new Ending.Cancelled() : why);
    }

    private void holdBackIfNeeded() {
        if (call == null) {
            return;
        }
        if (creditAwaited) {
            call.pause();
        } else {
            call.resume();
        }
    }

    private void closeAs(Ending why) {
        if (whyClosed != null || ended) {
            return;
        }
        whyClosed = why;
        if (call != null) {
            call.close();
        }
    }

    @Override
    public void lost() {
        if (overtaken) {
            return;
        }
        overtaken = true;
        world.sightings().saw("attempt overtaken");
        world.note(() -> tools.node() + " is overtaken in " + assignment);
        if (call != null) {
            call.close();
        }
        finish();
    }

    @Override
    public Uni<Boolean> regained(long fence) {
        world.sightings().saw("lease regained");
        return tools.frames()
                .open(route.requestId(), fence, route.attempt())
                .map(Frames.Opened::granted)
                .invoke(granted -> {
                    if (granted && credit != null) {
                        credit.secure();
                    }
                });
    }

    @Override
    public void cancelled() {
        if (callerGone || ended) {
            return;
        }
        callerGone = true;
        boolean stops = route.stop().cancellable() && route.stream();
        if (stops && call != null) {
            closeAs(new Ending.Cancelled());
        }
    }
}
