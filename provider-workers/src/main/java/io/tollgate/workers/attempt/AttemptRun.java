package io.tollgate.workers.attempt;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.attempt.AttemptStarted;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.crash.CrashPoint;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.livestate.Frames;
import io.tollgate.workers.assignment.Assignment;
import io.tollgate.workers.call.CallEnd;
import io.tollgate.workers.call.CallPlan;
import io.tollgate.workers.call.ProviderCall;
import io.tollgate.workers.call.ReplyListener;
import io.tollgate.workers.conclusion.AttemptReport;
import io.tollgate.workers.conclusion.Conclusion;
import io.tollgate.workers.conclusion.Ending;
import io.tollgate.workers.frames.FrameLimits;
import io.tollgate.workers.frames.FrameListener;
import io.tollgate.workers.frames.FrameWriter;
import io.tollgate.workers.lease.HeldLease;
import io.tollgate.workers.lease.LeaseListener;
import io.tollgate.workers.pool.ProviderPools;
import io.tollgate.workers.usage.Tally;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One attempt that this process holds the lease of: waits for a slot, calls the provider, passes its reply on while it counts, and
 * concludes. Everything happens on one Vert.x context.
 */
final class AttemptRun implements ReplyListener, FrameListener, LeaseListener, CreditListener {

    private static final Logger LOG = Logger.getLogger(AttemptRun.class);
    private static final int BAD_GATEWAY = 502;
    private static final int UNAVAILABLE = 503;

    private final AttemptTools tools;
    private final Assignment assignment;
    private final RouteAssigned route;
    private final Context context;
    private final Executor onContext;
    private final HeldLease lease;
    private final Promise<Void> done = Promise.promise();
    private final Tally tally = new Tally();
    private final List<ReplyEvent> heldBack = new ArrayList<>();
    private final FrameWriter writer;
    private AttemptState state = new AttemptState.Waiting();
    private @Nullable CreditWatch credit;
    private @Nullable ProviderCall call;
    private ProviderPools.@Nullable Slot slot;
    private @Nullable Ending whyClosed;
    private Instant startedAt;
    private @Nullable Instant firstTokenAt;
    private boolean callerGone;
    private boolean framesFull;
    private boolean creditAwaited;
    private boolean overtaken;

    AttemptRun(AttemptTools tools, Assignment assignment, long fence, Context context, boolean cancelled) {
        this.tools = tools;
        this.assignment = assignment;
        this.route = assignment.route();
        this.context = context;
        this.onContext = task -> context.runOnContext(ignored -> task.run());
        this.callerGone = cancelled;
        this.startedAt = tools.clock.instant();
        this.lease = tools.leases.keep(assignment, fence, context, this);
        Stop stop = route.stop();
        this.writer = new FrameWriter(
                tools.vertx,
                tools.frames,
                route.requestId(),
                lease::fence,
                new Head(
                        stop.model(),
                        stop.provider(),
                        stop.providerName(),
                        stop.simulated(),
                        startedAt.getEpochSecond(),
                        stop.tier()),
                FrameLimits.of(tools.config.frames()),
                this);
    }

    /** What is attempted. */
    RouteAssigned route() {
        return route;
    }

    /** Runs the attempt; completes when its record may be acknowledged. Must be called on the context. */
    Uni<Void> run() {
        tools.frames
                .open(route.requestId(), lease.fence(), route.attempt())
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(1))
                .expireIn(tools.config.frames().giveUpAfter().toMillis())
                .emitOn(onContext)
                .subscribe()
                .with(
                        this::opened,
                        unreachable -> notCalled(NotCallableException.unavailable("Answers cannot be passed on now.")));
        return Uni.createFrom().completionStage(done.future().toCompletionStage());
    }

    private void opened(Frames.Opened reply) {
        if (!reply.granted()) {
            lost();
        } else if (reply.ended()) {
            lease.finish(true).subscribe().with(finished -> finish(), unreachable -> finish());
        } else if (reply.nextSeq() > 0 || reply.attemptBefore() == route.attempt()) {
            // Redis forgot the lease of an attempt that somebody made: it must not be made twice, nor another answer
            // follow its begun one
            concludeAs(new Ending.Lost(callerGone), reply.nextSeq());
        } else if (reply.lost()) {
            // a newer fence may be lost with it, and only the lease tells then that another worker has the request
            lease.stands()
                    .emitOn(onContext)
                    .subscribe()
                    .with(
                            this::goOnIfOurs,
                            unreachable ->
                                    notCalled(NotCallableException.unavailable("The request cannot be checked now.")));
        } else {
            awaitSlot();
        }
    }

    private void goOnIfOurs(boolean ours) {
        if (ours) {
            awaitSlot();
        } else {
            lost();
        }
    }

    private void awaitSlot() {
        tools.pools
                .slot(route.stop().provider())
                .emitOn(onContext)
                .subscribe()
                .with(this::slotGranted, full -> notCalled(NotCallableException.poolFull()));
    }

    private void slotGranted(ProviderPools.Slot granted) {
        slot = granted;
        if (!endedBeforeCall()) {
            prepare();
        }
    }

    /** Ends the attempt if nobody wants its answer any more. */
    private boolean endedBeforeCall() {
        if (overtaken) {
            finish();
        } else if (callerGone) {
            concludeAs(new Ending.CancelledBefore(), 0);
        } else if (!isWanted()) {
            concludeAs(new Ending.Expired(), 0);
        } else {
            return false;
        }
        return true;
    }

    private void prepare() {
        try {
            String key = tools.keys.key(route.stop().credential()).orElseThrow(NotCallableException::notSetUp);
            CreditWatch watch = new CreditWatch(tools.vertx, tools.holds, tools.config, route, this);
            credit = watch;
            tools.bodies
                    .load(route.body(), assignment.value())
                    .chain(body -> watch.beforeCall().chain(limit -> plan(body, key, limit)))
                    .emitOn(onContext)
                    .subscribe()
                    .with(this::call, this::cannotCall);
        } catch (RuntimeException impossible) {
            cannotCall(impossible);
        }
    }

    private Uni<CallPlan> plan(byte[] body, String key, long outputLimit) {
        Long limit = outputLimit == Long.MAX_VALUE ? null : Long.valueOf(outputLimit);
        return PlanThread.run(
                tools.vertx,
                body.length,
                () -> CallPreparation.plan(route, body, key, limit, tools.config.timeouts(), tools.clock.instant()));
    }

    private void cannotCall(Throwable cause) {
        switch (cause) {
            case NotCallableException told -> notCalled(told);
            case UnfundedException unfunded -> notCalled(new Ending.Unfunded(unfunded.limitSource()));
            default -> {
                LOG.errorf(
                        "attempt %s cannot be made: %s",
                        assignment, cause.getClass().getName());
                notCalled(NotCallableException.internal("The request could not be carried out."));
            }
        }
    }

    private void call(CallPlan plan) {
        if (endedBeforeCall()) {
            return;
        }
        if (whyClosed instanceof Ending.OutOfCredit out) {
            concludeAs(new Ending.Unfunded(out.limitSource()), 0);
            return;
        }
        if (!(state instanceof AttemptState.Waiting waiting)) {
            return;
        }
        ProviderCall prepared;
        try {
            prepared = tools.client.prepare(context, plan, this);
        } catch (RuntimeException badUrl) {
            // the message may hold the key, so it is not logged
            notCalled(NotCallableException.internal("This provider is not set up correctly."));
            return;
        }
        AttemptState.Calling calling = waiting.called(tools.clock.instant());
        state = calling;
        startedAt = calling.startedAt();
        call = prepared;
        announceStart();
        CrashPoint.WORKER_AFTER_STARTED.reached();
        holdBackIfNeeded();
        prepared.send();
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
                tools.config.id(),
                startedAt);
        tools.events
                .publish(started)
                .subscribe()
                .with(acknowledged -> {}, lost -> LOG.warnf("the start of attempt %s was not published", assignment));
    }

    @Override
    public boolean events(List<ReplyEvent> events) {
        tally.add(events);
        if (tally.hasOutput() && firstTokenAt == null) {
            firstTokenAt = tools.clock.instant();
            state = AttemptState.firstOutput(state, firstTokenAt);
            tools.metrics.firstToken(route.stop().provider(), Duration.between(startedAt, firstTokenAt));
        }
        passOn(events);
        if (route.stream() && credit != null) {
            credit.seen(tally.mostOutputTokens());
        }
        return tally.hasOutput();
    }

    /** Nothing is shown before there is output or an end: until then another provider may still answer. */
    private void passOn(List<ReplyEvent> events) {
        if (callerGone) {
            return;
        }
        heldBack.addAll(events);
        if (tally.hasOutput() || tally.finished()) {
            List<ReplyEvent> now = List.copyOf(heldBack);
            heldBack.clear();
            if (writer.framesBegun() == 0) {
                CrashPoint.WORKER_BEFORE_FIRST_FRAME.reached();
            }
            writer.write(now);
        }
    }

    @Override
    public void ended(CallEnd end) {
        if (slot != null) {
            slot.release();
        }
        if (overtaken) {
            finish();
            return;
        }
        CrashPoint.WORKER_AFTER_PROVIDER_END.reached();
        Ending ending = ending(end);
        state = AttemptState.end(state);
        writer.flush()
                .onComplete(flushed -> context.runOnContext(ignored -> {
                    if (overtaken) {
                        finish();
                    } else if (flushed.failed() && ending instanceof Ending.Completed) {
                        conclude(whyClosed == null ? cannotPassOn() : whyClosed, writer.framesBegun());
                    } else {
                        conclude(ending, writer.framesBegun());
                    }
                }));
    }

    private Ending ending(CallEnd end) {
        return switch (end) {
            case CallEnd.Closed ignored -> whyClosed == null ? cannotPassOn() : whyClosed;
            case CallEnd.Complete ignored -> callerGone ? new Ending.Cancelled() : new Ending.Completed();
            case CallEnd.Failed failed ->
                callerGone && !tally.hasOutput()
                        ? new Ending.Cancelled()
                        : new Ending.Failed(failed.failure(), failed.providerStatus(), failed.retryAfterSeconds());
        };
    }

    private static Ending cannotPassOn() {
        return Ending.Failed.of(UNAVAILABLE, "server", "The answer could not be passed on.");
    }

    private void notCalled(NotCallableException told) {
        notCalled(new Ending.NotCalled(told.why()));
    }

    private void notCalled(Ending ending) {
        if (!endedBeforeCall()) {
            concludeAs(ending, 0);
        }
    }

    /** Ends an attempt that made no call. */
    private void concludeAs(Ending ending, long framesVisible) {
        if (slot != null) {
            slot.release();
        }
        state = AttemptState.end(state);
        conclude(ending, framesVisible);
    }

    private void conclude(Ending ending, long framesVisible) {
        AttemptReport report = new AttemptReport(
                tally.counted(),
                framesVisible,
                credit == null ? route.hold().amount() : credit.held(),
                startedAt,
                firstTokenAt,
                tools.clock.instant());
        try {
            Conclusion conclusion = tools.rules.conclude(route, ending, report);
            tools.conclusions
                    .conclude(assignment, lease, conclusion)
                    .subscribe()
                    .with(published -> finish(), failure -> {
                        LOG.errorf(failure, "attempt %s could not be concluded", assignment);
                        finish();
                    });
        } catch (RuntimeException fault) {
            LOG.errorf(fault, "attempt %s could not be concluded", assignment);
            finish();
        }
    }

    private void finish() {
        lease.letGo();
        if (slot != null) {
            slot.release();
        }
        done.tryComplete();
    }

    @Override
    public void full() {
        framesFull = true;
        holdBackIfNeeded();
    }

    @Override
    public void drained() {
        framesFull = false;
        holdBackIfNeeded();
    }

    @Override
    public void lost(Loss why) {
        switch (why) {
            case FENCED -> lost();
            case UNREACHABLE -> closeAs(cannotPassOn());
            case TOO_LONG ->
                closeAs(Ending.Failed.of(BAD_GATEWAY, "provider_unavailable", "The provider's answer is too long."));
        }
    }

    @Override
    public boolean isWanted() {
        return !overtaken && !callerGone && tools.clock.instant().isBefore(route.deadline());
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
        if (framesFull || creditAwaited) {
            call.pause();
        } else {
            call.resume();
        }
    }

    private void closeAs(Ending why) {
        if (whyClosed != null || state instanceof AttemptState.Ended) {
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
        LOG.infof("attempt %s belongs to another worker now", assignment);
        tools.metrics.fenced();
        if (call != null) {
            call.close();
        }
        finish();
    }

    @Override
    public Uni<Boolean> regained(long fence) {
        return tools.frames
                .open(route.requestId(), fence, route.attempt())
                .map(Frames.Opened::granted)
                .invoke(granted -> {
                    if (granted && credit != null) {
                        credit.secure();
                    }
                });
    }

    /** The caller went away; may be told by any thread. */
    void cancelFromAnywhere() {
        onContext.execute(this::cancelled);
    }

    @Override
    public void cancelled() {
        if (callerGone || state instanceof AttemptState.Ended) {
            return;
        }
        callerGone = true;
        // an answer that is not streamed is paid for in full wherever the connection is closed
        boolean stops = route.stop().cancellable() && route.stream();
        if (stops && call != null) {
            closeAs(new Ending.Cancelled());
        } else if (framesFull) {
            drained();
        }
    }
}
