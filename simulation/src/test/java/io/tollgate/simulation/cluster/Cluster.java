package io.tollgate.simulation.cluster;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.tollgate.bus.EventPublisher;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.UsageEvent;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RedisConnections;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.livestate.UnclosedRequests;
import io.tollgate.simulation.edge.Caller;
import io.tollgate.simulation.edge.IngressProcess;
import io.tollgate.simulation.edge.Provider;
import io.tollgate.simulation.edge.RouterProcess;
import io.tollgate.simulation.kafka.Broker;
import io.tollgate.simulation.kafka.Bus;
import io.tollgate.simulation.kafka.ConsumerGroup;
import io.tollgate.simulation.ledger.Books;
import io.tollgate.simulation.ledger.Database;
import io.tollgate.simulation.ledger.LedgerProcess;
import io.tollgate.simulation.redis.Network;
import io.tollgate.simulation.redis.RedisServer;
import io.tollgate.simulation.redis.SimulatedRedisClient;
import io.tollgate.simulation.variants.Variant;
import io.tollgate.simulation.workers.WorkerProcess;
import io.tollgate.simulation.workers.WorkerTools;
import io.tollgate.simulation.world.Dice;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.budget.HoldExtender;
import io.tollgate.workers.conclusion.ConclusionPublisher;
import io.tollgate.workers.lease.LeaseKeeper;
import io.tollgate.workers.orphan.OrphanCloser;
import io.tollgate.workers.orphan.OrphanSweep;
import io.tollgate.workers.recovery.Recoverer;
import io.tollgate.workers.telemetry.WorkerMetrics;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Two ingresses, a router, two workers, one or two ledgers, and what they stand on. */
public final class Cluster {

    private static final int CREDIT_PORT = 6379;
    private static final int FRAMES_PORT = 6380;
    private static final URI CREDIT = URI.create("redis://127.0.0.1:" + CREDIT_PORT);
    private static final URI FRAMES = URI.create("redis://127.0.0.1:" + FRAMES_PORT);
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration UNCONFIRMED = Duration.ofSeconds(8);
    private static final Duration REPLY_KEPT = Duration.ofMinutes(15);
    private static final long REPLY_BYTES = 8L << 20;
    private static final long HINT_LEAST = 100;
    private static final long HINT_MOST = 3_000;
    private static final int HINT_LOST_PERMILLE = 200;

    private final World world;
    private final Schedule schedule;
    private final Variant variant;
    private final RedisServer credit;
    private final RedisServer frames;
    private final Broker broker;
    private final Books books;
    private final Database database;
    private final Provider provider;
    private final List<Caller> callers = new ArrayList<>();
    private final List<Node> ingresses = new ArrayList<>();
    private final Map<String, ConsumerGroup> groups = new LinkedHashMap<>();
    private final Map<Node, IngressProcess> ingressOf = new LinkedHashMap<>();
    private final Map<Node, WorkerProcess> workerOf = new LinkedHashMap<>();
    private boolean planned;

    /** Draws a schedule from the world's dice and builds what it needs; nothing runs yet. */
    public Cluster(World world, Variant variant, @Nullable CrashStep crash) {
        this.world = world;
        this.variant = variant;
        this.schedule = Schedule.of(world.dice(), crash);
        this.credit = new RedisServer(world, "credit", Artefacts.scripts(variant));
        this.frames = new RedisServer(world, "frames", Artefacts.scripts(variant));
        this.broker = new Broker(
                world, () -> isBad() ? schedule.kafka() : Bus.SOUND, variant != Variant.KAFKA_IS_NOT_AWAITED);
        this.books = new Books(world);
        this.database = new Database(world, () -> isBad() ? schedule.databasePermille() : 0);
        this.provider = new Provider(world, schedule.troublePermille());
        schedule.credit().forEach(books::open);
        schedule.wishes().keySet().forEach(wish -> callers.add(new Caller(world, wish)));
        world.note(() -> "schedule " + schedule);
    }

    public World world() {
        return world;
    }

    public Books books() {
        return books;
    }

    public Broker broker() {
        return broker;
    }

    public Provider provider() {
        return provider;
    }

    public RedisServer credit() {
        return credit;
    }

    public RedisServer frames() {
        return frames;
    }

    public List<Caller> callers() {
        return callers;
    }

    public Map<String, ConsumerGroup> groups() {
        return groups;
    }

    /** The usages in the log, in the order of each partition. */
    public List<UsageRecorded> usages() {
        return broker.log(Topic.USAGE.topicName()).stream()
                .map(record -> Artefacts.READER.read(UsageEvent.class, record))
                .filter(UsageRecorded.class::isInstance)
                .map(UsageRecorded.class::cast)
                .toList();
    }

    /** What an account had at the beginning. */
    public long creditAtFirst(String account) {
        return schedule.credit().getOrDefault(account, NanoUsd.ZERO).value();
    }

    private boolean isBad() {
        return planned && world.now() < schedule.faultsUntil();
    }

    private Network network() {
        return isBad() ? schedule.redis() : Network.SOUND;
    }

    /** Starts everything, lets the ledger fill Redis, and plans requests and faults from then on. */
    public void start() {
        group("holds", List.of(Topic.HOLDS.topicName()));
        group("usage", List.of(Topic.USAGE.topicName()));
        group("requests", List.of(Topic.REQUESTS.topicName()));
        group("dispatch", List.of(Topic.forProvider("alpha"), Topic.forProvider("beta")));
        List<Node> nodes = new ArrayList<>();
        for (int i = 1; i <= schedule.ledgers(); i++) {
            nodes.add(boots("ledger-" + i, this::ledger));
        }
        nodes.add(boots("router-1", this::router));
        nodes.add(boots("worker-1", this::worker));
        nodes.add(boots("worker-2", this::worker));
        for (int i = 1; i <= 2; i++) {
            Node node = boots("ingress-" + i, this::ingress);
            ingresses.add(node);
            nodes.add(node);
            group("routes of " + node.name(), List.of(Topic.ROUTES.topicName()));
            frames.subscribe(
                    "wake:" + node.name(),
                    request -> hint(node, () -> {
                        IngressProcess ingress = ingressOf.get(node);
                        if (ingress != null) {
                            ingress.wake(request);
                        }
                    }));
        }
        hearCancellations();
        if (!schedule.startsEmpty()) {
            fillRedis();
        }
        nodes.forEach(world::start);
        world.run(Long.MAX_VALUE, () -> credit.exists("epoch"));
        plan();
    }

    /** A rebuild before anything else begins. */
    private void fillRedis() {
        Node node = world.node("setup", () -> {});
        world.start(node);
        boolean[] filled = new boolean[1];
        new CreditHolds(RedisConnections.credit(client(node), CREDIT, COMMAND_TIMEOUT, LEASE, UNCONFIRMED))
                .rebuild(1, books.fillsRedis())
                .subscribe()
                .with(done -> filled[0] = true, failure -> world.violated("Redis is not filled: " + failure));
        world.run(Long.MAX_VALUE, () -> filled[0]);
        world.remove(node);
    }

    private void hearCancellations() {
        credit.subscribe(
                "cancel",
                request -> workerOf.keySet()
                        .forEach(node -> hint(node, () -> {
                            WorkerProcess worker = workerOf.get(node);
                            if (worker != null) {
                                worker.cancelled(request);
                            }
                        })));
    }

    /** A message on a channel: it may be late or lost. */
    private void hint(Node node, Runnable heard) {
        if (node.isUp() && !world.dice().permille(HINT_LOST_PERMILLE)) {
            world.after(node, world.dice().between(HINT_LEAST, HINT_MOST), heard);
        }
    }

    private void group(String name, List<String> topics) {
        groups.put(name, new ConsumerGroup(world, broker, name, topics));
    }

    private ConsumerGroup groupNamed(String name) {
        ConsumerGroup group = groups.get(name);
        if (group == null) {
            throw new IllegalStateException("no group " + name);
        }
        return group;
    }

    private Node boots(String name, Consumer<Node> boot) {
        Node[] self = new Node[1];
        Node node = world.node(name, () -> boot.accept(self[0]));
        self[0] = node;
        return node;
    }

    private SimulatedRedisClient client(Node node) {
        return new SimulatedRedisClient(
                Artefacts.RESOURCES, world, node, this::network, Map.of(CREDIT_PORT, credit, FRAMES_PORT, frames));
    }

    private EventPublisher publisher(Node node) {
        Broker.Producer producer = broker.producer(node);
        Object emitter = Proxy.newProxyInstance(
                MutinyEmitter.class.getClassLoader(),
                new Class<?>[] {MutinyEmitter.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("sendMessage")) {
                        throw new UnsupportedOperationException("emitter." + method.getName());
                    }
                    return producer.send(record((Message<?>) arguments[0]));
                });
        return Artefacts.make(EventPublisher.class, emitter, Artefacts.CODEC);
    }

    @SuppressWarnings("unchecked")
    private static ProducerRecord<String, byte[]> record(Message<?> message) {
        return (ProducerRecord<String, byte[]>) message.getPayload();
    }

    private void ledger(Node node) {
        CreditHolds holds =
                new CreditHolds(RedisConnections.credit(client(node), CREDIT, COMMAND_TIMEOUT, LEASE, UNCONFIRMED));
        LedgerProcess.Tools tools =
                new LedgerProcess.Tools(world, broker, database, books, Artefacts.READER, Artefacts.LEDGER, variant);
        LedgerProcess unused = new LedgerProcess(tools, node, holds, groupNamed("holds"), groupNamed("usage"));
    }

    private void router(Node node) {
        CreditHolds holds =
                new CreditHolds(RedisConnections.credit(client(node), CREDIT, COMMAND_TIMEOUT, LEASE, UNCONFIRMED));
        RouterProcess unused = new RouterProcess(
                new RouterProcess.Tools(
                        world,
                        node,
                        holds,
                        publisher(node),
                        Artefacts.READER,
                        schedule.stops(),
                        schedule.unroutablePermille()),
                groupNamed("requests"));
    }

    private void worker(Node node) {
        SimulatedRedisClient client = client(node);
        var creditRedis = RedisConnections.credit(client, CREDIT, COMMAND_TIMEOUT, LEASE, UNCONFIRMED);
        Leases leases = new Leases(creditRedis);
        CreditHolds holds = new CreditHolds(creditRedis);
        EventPublisher events = publisher(node);
        Frames replies = new Frames(RedisConnections.frames(client, FRAMES, COMMAND_TIMEOUT, REPLY_BYTES, REPLY_KEPT));
        Clock clock = new NodeClock(world, node);
        Loop loop = new Loop(world, node);
        Vertx vertx = loop.vertx();
        WorkersConfig config = Artefacts.WORKERS;
        WorkerMetrics metrics = Artefacts.METRICS;
        LeaseKeeper keeper = Artefacts.make(LeaseKeeper.class, vertx, leases, config);
        HoldExtender extender = Artefacts.make(HoldExtender.class, holds, events, clock, config);
        ConclusionPublisher conclusions = Artefacts.make(ConclusionPublisher.class, events, replies, metrics, config);
        OrphanCloser orphans = Artefacts.make(OrphanCloser.class, holds, events, replies, metrics, clock);
        WorkerTools tools = new WorkerTools(
                world,
                node,
                config,
                loop.context(),
                leases,
                keeper,
                extender,
                replies,
                events,
                Artefacts.READER,
                conclusions,
                Artefacts.make(Recoverer.class, keeper, replies, extender, config, conclusions, metrics, clock),
                orphans,
                broker,
                provider,
                variant);
        workerOf.put(node, new WorkerProcess(tools, groupNamed("dispatch")));
        if (variant != Variant.NOBODY_SWEEPS) {
            Artefacts.start(
                    Artefacts.make(OrphanSweep.class, new UnclosedRequests(creditRedis), orphans, config, vertx));
        }
    }

    private void ingress(Node node) {
        SimulatedRedisClient client = client(node);
        var creditRedis = RedisConnections.credit(client, CREDIT, COMMAND_TIMEOUT, LEASE, UNCONFIRMED);
        var framesRedis = RedisConnections.frames(client, FRAMES, COMMAND_TIMEOUT, REPLY_BYTES, REPLY_KEPT);
        IngressProcess.Tools tools = new IngressProcess.Tools(
                world,
                node,
                new CreditHolds(creditRedis),
                new UnclosedRequests(creditRedis),
                new Leases(creditRedis),
                new Frames(framesRedis),
                new ReplyReaders(framesRedis),
                publisher(node),
                Artefacts.READER,
                List.of("acme/model"),
                Schedule.FEE_BASIS_POINTS);
        ingressOf.put(node, new IngressProcess(tools, groupNamed("routes of " + node.name())));
    }

    private void plan() {
        planned = true;
        for (Caller caller : callers) {
            long at = schedule.wishes().getOrDefault(caller.wish(), 0L);
            Node node = world.dice().oneOf(ingresses);
            world.outside(at, () -> ask(caller, node));
        }
        new Faults(world, schedule, this).plan();
    }

    private void ask(Caller caller, Node node) {
        if (!node.isUp()) {
            caller.unreachable();
            return;
        }
        node.onCrash(caller::cut);
        Dice dice = world.dice();
        world.after(node, dice.between(HINT_LEAST, HINT_MOST), () -> {
            IngressProcess ingress = ingressOf.get(node);
            if (ingress != null) {
                ingress.accept(caller);
            }
        });
    }
}
