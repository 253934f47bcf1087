package io.tollgate.simulation.edge;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventPublisher;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.attempt.RouteEvent;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.Placed;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.livestate.ReplyReaders.Reader;
import io.tollgate.livestate.ReplyReaders.Refused;
import io.tollgate.livestate.ReplyRequest;
import io.tollgate.livestate.UnclosedRequests;
import io.tollgate.simulation.edge.Caller.Fate;
import io.tollgate.simulation.edge.Caller.Wish;
import io.tollgate.simulation.kafka.ConsumerGroup;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One incarnation of an ingress. Its steps are those of {@code Acceptance}, {@code Confirmations}, {@code Withdrawals}, {@code Replies}, {@code Delivery},
 * {@code Cancellations} and {@code RouteFailedConsumer}; its times are {@code IngressConfig}'s
 * defaults, but for a shorter grace for callers that left.
 */
public final class IngressProcess {

    private static final long PUBLISH_TIMEOUT = 3 * World.SECOND;
    private static final long AFTER_DEADLINE = 20 * World.SECOND;
    private static final Duration CLOSE_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
    private static final Duration CANCEL_GRACE = Duration.ofMillis(250);
    private static final long TIMER_MARGIN = 20 * World.MILLI;
    private static final Duration LEAVE_BACK_OFF = Duration.ofMillis(200);
    private static final int UNAVAILABLE = 503;
    private static final long CANCEL_GIVES_UP = 6 * World.SECOND;
    private static final Duration CONFIRM_PAUSE = Duration.ofMillis(500);
    private static final long CONFIRM_GIVES_UP = 4 * World.SECOND;
    private static final byte[] BODY = {};

    /** What one incarnation works with. */
    public record Tools(
            World world,
            Node node,
            CreditHolds credit,
            UnclosedRequests unclosed,
            Leases leases,
            Frames frames,
            ReplyReaders registry,
            EventPublisher events,
            EventReader reader,
            List<String> models,
            int feeBasisPoints) {}

    private final Tools tools;
    private final World world;
    private final Node node;
    private final Map<String, FrameIntake> readers = new LinkedHashMap<>();

    /** Starts an ingress. */
    public IngressProcess(Tools tools, ConsumerGroup routes) {
        this.tools = tools;
        this.world = tools.world();
        this.node = tools.node();
        routes.join(node, delivery -> {
            if (tools.reader().read(RouteEvent.class, delivery.record()) instanceof RouteFailed failed) {
                refuse(failed.requestId());
            }
            delivery.acknowledge();
        });
        stay();
    }

    /** {@code RouteFailedConsumer} and {@code Replies.refuse}. */
    private void refuse(String requestId) {
        ReplyFailure failure = ReplyFailure.of(UNAVAILABLE, "provider_unavailable", "no provider");
        End end = new End(Outcome.REFUSED, failure, null, null, 0);
        tools.registry()
                .refuse(requestId, FrameCodec.write(Frame.last(0, end)))
                .subscribe()
                .with(
                        refused -> {
                            world.sightings().saw("unroutable " + refused);
                            if (refused == Refused.UNKNOWN) {
                                fail(requestId);
                            }
                        },
                        unreachable -> fail(requestId));
    }

    private void fail(String requestId) {
        FrameIntake reader = readers.get(requestId);
        if (reader != null) {
            reader.fail(UNAVAILABLE);
        }
    }

    /** The heartbeat of {@code FrameReaders}. */
    private void stay() {
        world.idly(node, World.micros(ReplyReaders.HEARTBEAT), () -> {
            readers.keySet()
                    .forEach(requestId -> tools.registry()
                            .stay(requestId, identity())
                            .subscribe()
                            .with(done -> {}, unheard -> {}));
            stay();
        });
    }

    private Reader identity() {
        return new Reader(node.name(), node.incarnation());
    }

    /** Frames of a request may be there. */
    public void wake(String requestId) {
        FrameIntake reader = readers.get(requestId);
        if (reader != null) {
            reader.wake();
        }
    }

    /** Takes a request. */
    public void accept(Caller caller) {
        Draft draft = new Draft(caller, world.instant(node));
        long started = world.now();
        tools.credit()
                .place(draft.place())
                .chain(placed -> {
                    if (placed instanceof Placed.Ok) {
                        return announce(draft, started);
                    }
                    world.sightings().saw("place " + placed.getClass().getSimpleName());
                    int status = placed instanceof Placed.NotReady ? 503 : 402;
                    return Uni.createFrom().failure(new RefusedException(status));
                })
                .subscribe()
                .with(accepted -> deliver(draft), failure -> {
                    world.note(() -> caller.wish().requestId() + " is refused: " + failure);
                    caller.fate(Fate.REFUSED, failure instanceof RefusedException refused ? refused.status : 503);
                });
    }

    private Uni<Void> announce(Draft draft, long started) {
        readers.put(draft.requestId(), new FrameIntake(world, node, tools.frames(), draft.caller));
        Uni<Void> hold = Uni.combine()
                .all()
                .unis(tools.events().publish(draft.holdPlaced()), register(draft))
                .discardItems();
        Uni<Void> request = Uni.createFrom().deferred(() -> tools.events().publishWithBody(draft.requested(), BODY));
        long left = PUBLISH_TIMEOUT - (world.now() - started);
        return inTime(hold, left)
                .chain(() -> inTime(request, PUBLISH_TIMEOUT))
                .invoke(() -> confirm(draft))
                .onFailure()
                .recoverWithUni(failure -> takeBack(draft, failure));
    }

    /** {@code Confirmations.confirm}. */
    private void confirm(Draft draft) {
        world.persist(
                        node,
                        () -> tools.unclosed()
                                .confirm(
                                        draft.account(),
                                        draft.requestId(),
                                        Duration.between(world.instant(node), draft.deadline)),
                        CONFIRM_PAUSE,
                        LONGEST_PAUSE,
                        CONFIRM_GIVES_UP)
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private static Uni<Void> inTime(Uni<Void> step, long micros) {
        return micros > 0
                ? step.ifNoItem().after(Duration.ofNanos(micros * 1_000)).fail()
                : Uni.createFrom().failure(new TimeoutException());
    }

    private Uni<Void> takeBack(Draft draft, Throwable failure) {
        world.note(() -> draft.requestId() + " is not accepted in time: " + failure);
        world.sightings().saw("request taken back");
        return withdraw(draft)
                .onFailure()
                .transform(unknown -> undecided(draft))
                .chain(isVoid -> {
                    if (isVoid) {
                        abandon(draft.requestId());
                        return Uni.createFrom().failure(new RefusedException(UNAVAILABLE));
                    }
                    world.sightings().saw("withdrawal found the request claimed");
                    return register(draft).onFailure().transform(lost -> undecided(draft));
                });
    }

    private RefusedException undecided(Draft draft) {
        world.sightings().saw("undecided");
        draft.caller.undecided();
        leave(draft.requestId()).subscribe().with(left -> {}, failure -> {});
        return new RefusedException(UNAVAILABLE);
    }

    private Uni<Boolean> withdraw(Draft draft) {
        return tools.credit()
                .voidIfUnclaimed(draft.account(), draft.requestId())
                .invoke(isVoid -> {
                    if (isVoid) {
                        close(draft);
                    }
                })
                .onFailure()
                .invoke(failure -> world.after(
                        node,
                        World.micros(CLOSE_RETRY),
                        () -> withdraw(draft)
                                .chain(isVoid -> isVoid
                                        ? Uni.createFrom().voidItem()
                                        : tools.leases().cancel(draft.account(), draft.requestId()))
                                .subscribe()
                                .with(done -> {}, late -> {})));
    }

    private void close(Draft draft) {
        RequestClosed closed = draft.refused(world.instant(node));
        world.persist(node, () -> tools.events().publish(closed), CLOSE_RETRY, LONGEST_PAUSE, null)
                .subscribe()
                .with(done -> {}, failure -> world.violated("a closing is given up: " + failure));
    }

    private Uni<Void> register(Draft draft) {
        return tools.registry().expect(draft.requestId(), draft.reply(), identity());
    }

    private void abandon(String requestId) {
        close(requestId);
        tools.registry().forget(requestId).subscribe().with(done -> {}, failure -> {});
    }

    /** {@code Replies.ended} of a reader that saw no end. */
    private Uni<Long> leave(String requestId) {
        close(requestId);
        return world.persist(
                node,
                () -> tools.registry().leave(requestId, identity()),
                LEAVE_BACK_OFF,
                LONGEST_PAUSE,
                CANCEL_GIVES_UP);
    }

    private void close(String requestId) {
        FrameIntake reader = readers.remove(requestId);
        if (reader != null) {
            reader.close();
        }
    }

    private void deliver(Draft draft) {
        Caller caller = draft.caller;
        caller.accept();
        world.sightings().saw("accepted");
        FrameIntake reader = readers.get(draft.requestId());
        if (reader == null) {
            world.violated("nobody registered for " + draft.requestId());
            return;
        }
        reader.start(() -> close(draft.requestId()));
        world.idly(node, caller.wish().deadlineMicros() + AFTER_DEADLINE, () -> reader.fail(504));
        Long leaveAfter = caller.wish().leaveAfter();
        if (leaveAfter != null) {
            world.idly(node, leaveAfter, () -> gone(draft, reader));
        }
    }

    private void gone(Draft draft, FrameIntake reader) {
        if (reader.isClosed()) {
            return;
        }
        draft.caller.fate(Fate.LEFT, 0);
        leave(draft.requestId())
                .subscribe()
                .with(
                        left -> world.after(
                                node, World.micros(CANCEL_GRACE) + TIMER_MARGIN, () -> cancelIfAlone(draft)),
                        failure -> {});
    }

    private void cancelIfAlone(Draft draft) {
        world.persist(
                        node,
                        () -> tools.registry()
                                .isAbandoned(draft.requestId())
                                .chain(alone -> alone
                                        ? tools.leases().cancel(draft.account(), draft.requestId())
                                        : Uni.createFrom().voidItem()),
                        LEAVE_BACK_OFF,
                        LONGEST_PAUSE,
                        CANCEL_GIVES_UP)
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private static final class RefusedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final int status;

        private RefusedException(int status) {
            super("status " + status, null, false, false);
            this.status = status;
        }
    }

    /** Mirrors {@code Draft}. */
    private final class Draft {

        private final Caller caller;
        private final Wish wish;
        private final Instant acceptedAt;
        private final Instant deadline;

        private Draft(Caller caller, Instant acceptedAt) {
            this.caller = caller;
            this.wish = caller.wish();
            this.acceptedAt = acceptedAt;
            this.deadline = acceptedAt.plusNanos(wish.deadlineMicros() * 1_000);
        }

        private String requestId() {
            return wish.requestId();
        }

        private String account() {
            return wish.account();
        }

        private CreditHolds.Place place() {
            return new CreditHolds.Place(
                    wish.requestId(),
                    wish.account(),
                    wish.key(),
                    wish.hold().amount(),
                    deadline,
                    wish.hold().limitWindow(),
                    null,
                    null,
                    null);
        }

        private ReplyRequest reply() {
            return new ReplyRequest(
                    wish.account(),
                    wish.key(),
                    tools.models().getFirst(),
                    acceptedAt.getEpochSecond(),
                    wish.stream(),
                    false,
                    false,
                    CANCEL_GRACE,
                    deadline.truncatedTo(ChronoUnit.MILLIS),
                    null);
        }

        private HoldPlaced holdPlaced() {
            return new HoldPlaced(
                    wish.requestId(),
                    wish.account(),
                    wish.key(),
                    wish.hold().amount(),
                    wish.hold().limitWindow(),
                    acceptedAt,
                    deadline);
        }

        private InferenceRequested requested() {
            return new InferenceRequested(
                    wish.requestId(),
                    "chat",
                    wish.account(),
                    wish.key(),
                    "local",
                    tools.models(),
                    Preferences.NONE,
                    wish.features(),
                    wish.stream(),
                    wish.hold(),
                    tools.feeBasisPoints(),
                    null,
                    BodyReference.inline(BODY.length),
                    acceptedAt,
                    deadline,
                    null,
                    null,
                    null);
        }

        private RequestClosed refused(Instant at) {
            return new RequestClosed(
                    wish.requestId(),
                    wish.account(),
                    wish.key(),
                    Outcome.REFUSED,
                    0,
                    wish.hold().amount(),
                    "server",
                    at);
        }
    }
}
