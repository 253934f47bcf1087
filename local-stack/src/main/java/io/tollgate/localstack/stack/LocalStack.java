package io.tollgate.localstack.stack;

import io.tollgate.localstack.infrastructure.Databases;
import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure;
import io.tollgate.localstack.process.ChildProcess;
import io.tollgate.localstack.process.JavaProgram;
import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.process.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running Tollgate: infrastructure, services and simulator as child processes of this one. Closing stops them all. */
public final class LocalStack implements AutoCloseable {

    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    /** Workers finish what they have begun for up to 30 s; a training run writes its cache when it ends. */
    private static final Duration STOP_WITHIN = Duration.ofSeconds(40);

    private static final Duration DEAD_WITHIN = Duration.ofSeconds(10);
    private static final Duration STOP_TRAINING_WITHIN = Duration.ofMinutes(3);

    private final StackOptions options;
    private final EmbeddedInfrastructure infrastructure;
    private final ServiceEnvironment environment;
    private final Secrets secrets;
    private final Map<String, ChildProcess> services = new ConcurrentHashMap<>();
    private final Readiness readiness = new Readiness();
    private boolean closed;

    private LocalStack(
            StackOptions options,
            EmbeddedInfrastructure infrastructure,
            ServiceEnvironment environment,
            Secrets secrets) {
        this.options = options;
        this.infrastructure = infrastructure;
        this.environment = environment;
        this.secrets = secrets;
    }

    /**
     * Starts what the options name and waits until it is ready.
     *
     * @throws UnusableSettingException if it cannot start as asked
     * @throws StartFailedException if a part does not start; nothing is left running then
     */
    public static LocalStack start(StackOptions options, Progress progress) {
        Layout layout = options.layout();
        options.ports().requireFree();
        requireBuilt(options);
        Secrets secrets = Secrets.of(layout);
        LocalCatalogue catalogue = LocalCatalogue.read(layout);
        LiveProviders live = catalogue.live(options);
        progress.step("starting Kafka, PostgreSQL and Redis");
        EmbeddedInfrastructure infrastructure =
                EmbeddedInfrastructure.start(layout, options.ports().infrastructure(), options.training());
        ServiceEnvironment environment = new ServiceEnvironment(options, infrastructure, secrets, live);
        LocalStack stack = new LocalStack(options, infrastructure, environment, secrets);
        try {
            progress.step("declaring topics and schemas");
            infrastructure.declare(passwords(secrets), catalogue.callableProviders());
            stack.startServices(progress);
            return stack;
        } catch (RuntimeException failed) {
            stack.close();
            throw failed instanceof CompletionException && failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : failed;
        }
    }

    private static List<ServiceProgram> programs(StackOptions options) {
        return ServiceProgram.ALL.stream()
                .filter(service -> options.services().contains(service.name()))
                .toList();
    }

    private static void requireBuilt(StackOptions options) {
        programs(options).stream()
                .filter(service -> !service.isBuilt(options.layout().root()))
                .findFirst()
                .ifPresent(missing -> {
                    throw new UnusableSettingException(missing.module() + " is not built.");
                });
    }

    private static Map<String, String> passwords(Secrets secrets) {
        return Databases.SCHEMA_OF_ROLE.keySet().stream()
                .collect(Collectors.toMap(role -> role, secrets::databasePassword));
    }

    private void startServices(Progress progress) {
        progress.step("starting the services");
        List<ServiceProgram> programs = programs(options);
        programs.forEach(this::launch);
        List<CompletableFuture<Void>> waiting = programs.stream()
                .map(service -> CompletableFuture.runAsync(() -> {
                    awaitReady(service.name(), progress);
                    progress.step(service.name() + " is ready");
                }))
                .toList();
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).join();
    }

    private void launch(ServiceProgram service) {
        launch(service, service.name(), Map.of(), List.of());
    }

    /** Nothing is started any more once the stack is being closed: who closes it would not see it. */
    private synchronized ChildProcess launch(
            ServiceProgram service, String name, Map<String, String> settings, List<String> jvmOptions) {
        if (closed) {
            throw new IllegalStateException("the stack is being stopped");
        }
        Map<String, String> overrides = new HashMap<>(options.settings().getOrDefault(service.name(), Map.of()));
        overrides.putAll(settings);
        List<String> jvm = new ArrayList<>(ServiceJvm.options(service, options));
        jvm.addAll(jvmOptions);
        ChildProcess process = ChildProcess.start(
                name,
                JavaProgram.jar(jvm, service.jar(options.layout().root())),
                environment.of(service, overrides),
                options.layout(),
                options.training() ? STOP_TRAINING_WITHIN : STOP_WITHIN);
        services.put(name, process);
        return process;
    }

    /** Waits until a service is ready. */
    public void awaitReady(String service) {
        awaitReady(service, Progress.SILENT);
    }

    private void awaitReady(String service, Progress progress) {
        readiness.await(process(service), options.ports().url(service), READY_WITHIN, progress);
    }

    /** Stops a service and starts it again; returns when it is ready. */
    public void restart(String service) {
        process(service).close();
        startAgain(service);
    }

    /** Kills a service as a power cut would; returns when it is dead. */
    public void kill(String service) {
        process(service).kill();
        process(service).awaitEnd(DEAD_WITHIN);
    }

    /** Starts a service that has ended; returns when it is ready. */
    public void startAgain(String service) {
        launch(ServiceProgram.named(service));
        awaitReady(service);
    }

    /**
     * Starts one more instance of a service on a port of its own, beside those that run. The stack stops it when it is closed.
     *
     * @param jvmOptions options of its JVM besides the usual ones
     */
    public ServiceInstance startBeside(String service, List<String> jvmOptions) {
        int port = Ports.free();
        String name = service + "-" + port;
        ChildProcess process = launch(
                ServiceProgram.named(service), name, Map.of("QUARKUS_HTTP_PORT", Integer.toString(port)), jvmOptions);
        return new ServiceInstance(process, "http://127.0.0.1:" + port, readiness);
    }

    /** The process of a service. */
    public ChildProcess process(String service) {
        return Objects.requireNonNull(services.get(service), service);
    }

    /** The names of the services. */
    public static List<String> serviceNames() {
        return ServiceProgram.ALL.stream().map(ServiceProgram::name).toList();
    }

    public StackPorts ports() {
        return options.ports();
    }

    public EmbeddedInfrastructure infrastructure() {
        return infrastructure;
    }

    public String operatorKey() {
        return secrets.get("TOLLGATE_OPERATOR_KEY");
    }

    /** Memory that all processes of the stack hold now, in bytes, this one included. */
    public long residentBytes() {
        Stream<ProcessHandle> children = ProcessHandle.current().descendants();
        return ResidentMemory.of(Stream.concat(children, Stream.of(ProcessHandle.current())));
    }

    /** Whether a part has ended by itself. */
    public List<String> ended() {
        List<ChildProcess> all = new ArrayList<>(services.values());
        all.addAll(infrastructure.processes());
        return all.stream()
                .filter(part -> !part.isAlive())
                .map(ChildProcess::name)
                .toList();
    }

    /** Stops the services, then what they stand on. */
    @Override
    public void close() {
        startNothingMore();
        services.values().forEach(ChildProcess::resume);
        List<CompletableFuture<Void>> stopping = services.values().stream()
                .map(service -> CompletableFuture.runAsync(service::close))
                .toList();
        CompletableFuture.allOf(stopping.toArray(CompletableFuture[]::new)).join();
        infrastructure.close();
    }

    private synchronized void startNothingMore() {
        closed = true;
    }
}
