package io.tollgate.chaos.stage;

import io.tollgate.chaos.load.Caller;
import io.tollgate.crash.CrashPoint;
import io.tollgate.crash.MachineClock;
import io.tollgate.localstack.books.Audit;
import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure;
import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure.Part;
import io.tollgate.localstack.process.ChildProcess;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.DemoAccount;
import io.tollgate.localstack.stack.LocalStack;
import io.tollgate.localstack.stack.OperatorClient;
import io.tollgate.localstack.stack.Progress;
import io.tollgate.localstack.stack.ServiceInstance;
import io.tollgate.localstack.stack.StackOptions;
import io.tollgate.localstack.stack.StackPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * One running Tollgate that trials break, and everything to break it with. Nothing of it meets another stack: ports, files and stores
 * are its own, and the simulator stands in the place of every provider.
 */
public final class Stage implements AutoCloseable {

    /** With which callbacks of the payment adapter {@code wallet} are signed. */
    public static final String WALLET_SECRET = "the secret of chaos";

    private final LocalStack stack;
    private final DemoAccount demo;
    private final Links links;
    private final Simulator simulator;
    private final CreditView credit;
    private final FramesView frames;
    private final BooksView books;
    private final LogView log;
    private final Audit audit;
    private final Caller caller = new Caller();
    private final Metrics metrics = new Metrics();
    private final List<ServiceInstance> beside = new ArrayList<>();
    private final Set<Part> down = EnumSet.noneOf(Part.class);
    private final Set<Part> frozen = EnumSet.noneOf(Part.class);

    private Stage(LocalStack stack, DemoAccount demo, Links links) {
        this.stack = stack;
        this.demo = demo;
        this.links = links;
        this.simulator = new Simulator(stack.ports().url("simulator"));
        this.credit = new CreditView(stack.ports().of("redis-credit"));
        this.frames = new FramesView(stack.ports().of("redis-frames"));
        this.books = new BooksView(() -> stack.infrastructure().administratorUrl(Databases.DATABASE));
        this.log = new LogView(stack.infrastructure().kafka());
        this.audit = Audit.of(
                Map.of(
                        "TOLLGATE_URL", stack.ports().url("ingress"),
                        "TOLLGATE_OPERATOR_KEY", stack.operatorKey(),
                        "TOLLGATE_SIMULATOR_URL", stack.ports().url("simulator")),
                stack.infrastructure().kafka());
    }

    /** Starts everything with empty stores and waits until a model can be called. */
    public static Stage start(Layout layout, Progress progress) {
        layout.leftOver().forEach(ProcessHandle::destroyForcibly);
        layout.forget();
        StackPorts ports = StackPorts.free();
        Links links = new Links(ports);
        try {
            LocalStack stack = LocalStack.start(StackOptions.isolated(layout, ports, settings(links)), progress);
            Stage stage = new Stage(stack, DemoAccount.open(stack, layout), links);
            stage.simulator.usual();
            return stage;
        } catch (RuntimeException failed) {
            links.close();
            throw failed;
        }
    }

    /** The links, and waits that are shorter than in production, so that a trial sees their end. */
    private static Map<String, Map<String, String>> settings(Links links) {
        Map<String, Map<String, String>> settings = links.settings();
        settings.computeIfAbsent("workers", key -> new HashMap<>())
                .putAll(Map.of(
                        "TOLLGATE_WORKERS_TIMEOUTS_FIRST_TOKEN", "8s",
                        "TOLLGATE_WORKERS_TIMEOUTS_IDLE", "8s",
                        "TOLLGATE_WORKERS_TIMEOUTS_TOTAL", "30s"));
        settings.computeIfAbsent("ledger", key -> new HashMap<>())
                .put("TOLLGATE_LEDGER_PAYMENTS_ADAPTERS_WALLET_SECRETS", WALLET_SECRET);
        // everything starts at once, perhaps beside a build: a connection may take longer than production allows
        List.of("ingress", "router", "metering", "ledger")
                .forEach(service -> settings.computeIfAbsent(service, key -> new HashMap<>())
                        .put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60S"));
        settings.computeIfAbsent("ingress", key -> new HashMap<>()).put("TOLLGATE_INGRESS_REPLY_CANCEL_GRACE", "0.5S");
        return settings;
    }

    public LocalStack stack() {
        return stack;
    }

    /** The account that every new stack opens. */
    public DemoAccount demo() {
        return demo;
    }

    public Links links() {
        return links;
    }

    public Simulator simulator() {
        return simulator;
    }

    public CreditView credit() {
        return credit;
    }

    public FramesView frames() {
        return frames;
    }

    public BooksView books() {
        return books;
    }

    public LogView log() {
        return log;
    }

    public Audit audit() {
        return audit;
    }

    public Caller caller() {
        return caller;
    }

    /** The API's origin. */
    public String origin() {
        return stack.ports().url("ingress");
    }

    public OperatorClient operator() {
        return new OperatorClient(origin(), stack.operatorKey());
    }

    /** The process of a service. */
    public ChildProcess process(String service) {
        return stack.process(service);
    }

    /** Freezes a service for a while; returns when it goes on. */
    public void standStill(String service, Duration time) {
        process(service).suspend();
        LockSupport.parkNanos(time.toNanos());
        process(service).resume();
    }

    /** A metric of a service's first instance, summed over its series. */
    public double metric(String service, String name) {
        return metrics.sum(stack.ports().url(service), name);
    }

    /** Starts one more instance of a service that will halt when it comes to a point for the n-th time; returns when it is ready. */
    public ServiceInstance doomed(String service, CrashPoint point, int pass) {
        return beside(service, List.of("-D" + CrashPoint.PROPERTY + "=" + point.pointName() + ":" + pass));
    }

    /** Starts one more instance of a service whose machine's clock is ahead, or behind if negative; returns when it is ready. */
    public ServiceInstance wrongBy(String service, Duration skew) {
        return beside(service, List.of("-D" + MachineClock.SKEW + "=" + skew));
    }

    /** Starts one more instance of a service; returns when it is ready. */
    public ServiceInstance beside(String service) {
        return beside(service, List.of());
    }

    private ServiceInstance beside(String service, List<String> jvmOptions) {
        ServiceInstance instance = stack.startBeside(service, jvmOptions);
        beside.add(instance);
        instance.awaitReady();
        return instance;
    }

    /** Kills a store or the broker. */
    public void kill(Part part) {
        down.add(part);
        infrastructure().kill(part);
    }

    /** Starts what {@link #kill(Part)} killed. */
    public void startAgain(Part part) {
        infrastructure().startAgain(part);
        down.remove(part);
    }

    /** Freezes a store or the broker: its connections stay open and nothing answers. */
    public void freeze(Part part) {
        frozen.add(part);
        infrastructure().suspend(part);
    }

    /** Lets a frozen one go on. */
    public void thaw(Part part) {
        infrastructure().resume(part);
        frozen.remove(part);
    }

    /** Whether a part runs, or hangs; not whether it serves. */
    public boolean isAlive(Part part) {
        return infrastructure().isAlive(part);
    }

    /** What a part says. */
    public Path saidBy(Part part) {
        return infrastructure().log(part);
    }

    /** Moves the data of a part to a disk that can be full; it is killed and started again. */
    public SmallDisk moveToSmallDisk(Part part, long spare) throws IOException {
        kill(part);
        SmallDisk disk = SmallDisk.under(infrastructure().storage(part), spare);
        startAgain(part);
        return disk;
    }

    /** Moves the data of a part back; it is killed and started again. */
    public void moveBack(Part part, SmallDisk disk) throws IOException {
        kill(part);
        disk.close();
        startAgain(part);
    }

    private EmbeddedInfrastructure infrastructure() {
        return stack.infrastructure();
    }

    /** Undoes whatever a trial did: everything runs again, undisturbed, one instance of each service. */
    public void heal() {
        links.heal();
        List.copyOf(frozen).forEach(this::thaw);
        List.copyOf(down).forEach(this::startAgain);
        beside.forEach(instance -> instance.process().resume());
        for (String service : LocalStack.serviceNames()) {
            process(service).resume();
            if (!process(service).isAlive()) {
                stack.startAgain(service);
            }
        }
        beside.forEach(instance -> instance.process().close());
        beside.clear();
        simulator.usual();
    }

    /** Memory that all processes of the stack hold now, in bytes. */
    public long residentBytes() {
        return stack.residentBytes();
    }

    /** What is still under way; words for people, empty if nothing is. */
    public String unfinished() {
        if (!credit.isReady()) {
            return "credit Redis is not filled";
        }
        String books = this.books.unfinished();
        if (!books.isEmpty()) {
            return books;
        }
        long leases = credit.leases();
        long unclosed = credit.unclosed();
        long running = simulator.running();
        if (leases + unclosed + running > 0) {
            return leases + " leases, " + unclosed + " unclosed requests, " + running + " calls to providers";
        }
        return log.lag();
    }

    /** Waits until every service says that it is ready. */
    public void awaitReady() {
        LocalStack.serviceNames().forEach(stack::awaitReady);
    }

    @Override
    public void close() {
        caller.close();
        credit.close();
        frames.close();
        stack.close();
        links.close();
    }
}
