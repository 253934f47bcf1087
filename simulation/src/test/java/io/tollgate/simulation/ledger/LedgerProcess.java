package io.tollgate.simulation.ledger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.hold.HoldEvent;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.charge.Decision;
import io.tollgate.ledger.progress.LogEntry;
import io.tollgate.ledger.progress.LogPosition;
import io.tollgate.ledger.spending.Spending;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.simulation.kafka.Broker;
import io.tollgate.simulation.kafka.ConsumerGroup;
import io.tollgate.simulation.kafka.ConsumerGroup.Delivery;
import io.tollgate.simulation.ledger.Books.Told;
import io.tollgate.simulation.variants.Variant;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One instance of the ledger service. Its steps are those of {@code HoldsConsumer} and {@code UsageConsumer} over {@code LogReading} (a
 * batch is booked until that works, then acknowledged), of {@code BalancePusher} and of {@code BalanceRebuild}.
 */
public final class LedgerProcess {

    private static final int MOST_IN_BATCH = 4;
    private static final Duration CATCH_UP_POLL = Duration.ofMillis(50);

    /** What the instances of the service share with the world. */
    public record Tools(
            World world,
            Broker broker,
            Database database,
            Books books,
            EventReader reader,
            LedgerConfig config,
            Variant variant) {}

    private final Tools tools;
    private final World world;
    private final Node node;
    private final CreditHolds credit;
    private final Repeating pusher;
    private final Repeating rebuilder;

    /** Starts the instance. */
    public LedgerProcess(Tools tools, Node node, CreditHolds credit, ConsumerGroup holds, ConsumerGroup usage) {
        this.tools = tools;
        this.world = tools.world();
        this.node = node;
        this.credit = credit;
        this.pusher = new Repeating(world, node, tools.config().balance().poll(), this::push);
        this.rebuilder = new Repeating(world, node, tools.config().balance().epochCheck(), this::rebuildIfLost);
        Batches<HoldEvent> holdBatches = new Batches<>(HoldEvent.class, this::bookHolds);
        Batches<UsageEvent> usageBatches = new Batches<>(UsageEvent.class, this::bookUsage);
        holds.join(node, holdBatches::take);
        usage.join(node, usageBatches::take);
        pusher.wake();
        rebuilder.wake();
    }

    private Uni<Void> bookHolds(List<LogEntry<HoldEvent>> entries, List<LogPosition> positions) {
        return tools.database()
                .inTransaction(node, "holds booked", () -> tools.books().announce(entries, positions))
                .replaceWithVoid();
    }

    private Uni<Void> bookUsage(List<LogEntry<UsageEvent>> entries, List<LogPosition> positions) {
        boolean remembers = tools.variant() != Variant.LEDGER_FORGETS_CHARGES;
        return tools.database()
                .inTransaction(node, "usage booked", () -> tools.books().book(entries, positions, remembers))
                .invoke(this::report)
                .replaceWithVoid();
    }

    private void report(Decision decision) {
        if (decision.repeats() > 0) {
            world.sightings().saw("repeat in the books");
        }
        decision.conflicts().forEach(conflict -> world.note(() -> "conflict: " + conflict.detail()));
        decision.quarantined().forEach(each -> world.note(() -> "quarantined: " + each.reason() + " " + each.detail()));
        if (!decision.charges().isEmpty() || !decision.holds().isEmpty()) {
            pusher.wake();
        }
    }

    private Uni<Boolean> push() {
        if (tools.books().isTold()) {
            return Uni.createFrom().item(false);
        }
        return tools.database()
                .inTransaction(node, "balances read", tools.books()::waiting)
                .chain(waiting -> waiting.isEmpty() ? Uni.createFrom().item(false) : tell(waiting));
    }

    private Uni<Boolean> tell(List<Told> waiting) {
        return Multi.createFrom()
                .iterable(waiting)
                .onItem()
                .transformToUni(told -> credit.settle(told.settlement())
                        .replaceWith(List.of(told))
                        .onFailure()
                        .recoverWithItem(List.of()))
                .merge(tools.config().balance().concurrency())
                .collect()
                .in(ArrayList<Told>::new, List::addAll)
                .chain(told -> told.isEmpty()
                        ? Uni.createFrom().item(false)
                        : tools.database().inTransaction(node, "told", () -> {
                            tools.books().done(told);
                            return told.size() == waiting.size();
                        }));
    }

    private Uni<Boolean> rebuildIfLost() {
        return credit.ready()
                .chain(ready -> ready || !tools.database().takeDuty(node)
                        ? Uni.createFrom().item(false)
                        : rebuild().replaceWith(false));
    }

    private Uni<Void> rebuild() {
        int incarnation = node.incarnation();
        world.note(() -> node + " begins a rebuild");
        Duration publishTimeout = tools.variant() == Variant.REBUILD_DOES_NOT_CATCH_UP
                ? Duration.ZERO
                : tools.config().balance().publishTimeout();
        return tools.database()
                .inTransaction(node, "rebuild begun", tools.books()::nextEpoch)
                .chain(epoch -> world.pause(node, incarnation, World.micros(publishTimeout))
                        .chain(() -> caughtUp(
                                tools.broker().ends(List.of(Topic.HOLDS, Topic.USAGE)),
                                world.now()
                                        + World.micros(tools.config().balance().catchUp())))
                        .chain(() -> tools.database()
                                .inTransaction(
                                        node, "states read", () -> tools.books().states(windows())))
                        .chain(states -> credit.rebuild(epoch, variantOf(states))))
                .invoke(() -> {
                    world.sightings().saw("rebuild");
                    pusher.wake();
                });
    }

    private List<AccountState> variantOf(List<AccountState> states) {
        if (tools.variant() != Variant.REBUILD_FORGETS_HOLDS) {
            return states;
        }
        return states.stream()
                .map(state -> new AccountState(state.account(), state.posted(), state.seq(), List.of(), state.spent()))
                .toList();
    }

    private Uni<Void> caughtUp(Map<String, Map<Integer, Long>> ends, long giveUpAt) {
        if (tools.variant() == Variant.REBUILD_DOES_NOT_CATCH_UP) {
            return Uni.createFrom().voidItem();
        }
        int incarnation = node.incarnation();
        return tools.database()
                .inTransaction(node, "progress read", () -> tools.books().reach(ends))
                .chain(done -> {
                    if (done) {
                        return Uni.createFrom().voidItem();
                    }
                    if (world.now() > giveUpAt) {
                        return Uni.createFrom()
                                .failure(new IllegalStateException("the books do not reach the end of the log"));
                    }
                    return world.pause(node, incarnation, World.micros(CATCH_UP_POLL))
                            .chain(() -> caughtUp(ends, giveUpAt));
                });
    }

    private Set<String> windows() {
        Instant now = world.instant(node);
        Set<String> windows = new TreeSet<>(Spending.windows(now));
        windows.addAll(Spending.windows(now.minus(Duration.ofDays(1))));
        return windows;
    }

    /** Takes records as they come and books as many at once as happen to be there, one batch after the other. */
    private final class Batches<E extends Event> {

        private final Class<E> events;
        private final BiFunction<List<LogEntry<E>>, List<LogPosition>, Uni<Void>> booking;
        private final Deque<Delivery> waiting = new ArrayDeque<>();
        private boolean busy;

        private Batches(Class<E> events, BiFunction<List<LogEntry<E>>, List<LogPosition>, Uni<Void>> booking) {
            this.events = events;
            this.booking = booking;
        }

        private void take(Delivery delivery) {
            waiting.add(delivery);
            next();
        }

        private void next() {
            if (busy || waiting.isEmpty()) {
                return;
            }
            busy = true;
            List<Delivery> batch = new ArrayList<>();
            int size = world.dice().between(1, MOST_IN_BATCH);
            while (batch.size() < size && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
            List<LogEntry<E>> entries = batch.stream().map(this::entry).toList();
            List<LogPosition> positions =
                    entries.stream().map(LogEntry::position).toList();
            world.persist(
                            node,
                            () -> booking.apply(entries, positions),
                            tools.config().retry().firstPause(),
                            tools.config().retry().longestPause(),
                            null)
                    .subscribe()
                    .with(
                            booked -> {
                                batch.forEach(Delivery::acknowledge);
                                busy = false;
                                next();
                            },
                            failure -> world.violated("a batch is given up: " + failure));
        }

        private LogEntry<E> entry(Delivery delivery) {
            ConsumerRecord<String, byte[]> record = delivery.record();
            LogPosition position = new LogPosition(record.topic(), record.partition(), record.offset());
            E event = tools.reader().read(events, record);
            return new LogEntry<>(position, record.key(), "", record.value(), event);
        }
    }
}
