package io.tollgate.localstack.stack;

import io.tollgate.localstack.process.Layout;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How to start a stack.
 *
 * @param ports where its parts listen
 * @param live whether providers with a key in the environment are called for real
 * @param providerKeys whether keys of the file {@code providers.env} count
 * @param training whether Kafka and the services leave caches behind that make later starts faster
 * @param jvmOptions options of the services' JVMs after the stack's own, which they may override
 * @param settings variables for a service, by its name; they win over the stack's own
 * @param services names of the services to start
 */
public record StackOptions(
        Layout layout,
        StackPorts ports,
        boolean live,
        boolean providerKeys,
        boolean training,
        List<String> jvmOptions,
        Map<String, Map<String, String>> settings,
        Set<String> services) {

    /** Variable with options for the services' JVMs, separated by blanks. */
    public static final String JVM_OPTIONS = "TOLLGATE_JVM_OPTIONS";

    private static final List<String> SETTINGS = List.of("TOLLGATE_", "QUARKUS_", "OTEL_");
    private static final String PORTS = "TOLLGATE_PORT_";
    /** What the launcher writes for scripts, reads itself, or keeps secret: no service takes it from the environment. */
    private static final Set<String> OWN = Set.of(
            "TOLLGATE_URL",
            "TOLLGATE_API_KEY",
            "TOLLGATE_MANAGEMENT_KEY",
            "TOLLGATE_OPERATOR_KEY",
            "TOLLGATE_SIMULATOR_URL",
            "TOLLGATE_MODEL",
            "TOLLGATE_KEYS_PEPPER",
            "TOLLGATE_INTERNAL_SECRET",
            JVM_OPTIONS);

    public StackOptions {
        jvmOptions = List.copyOf(jvmOptions);
        settings = Map.copyOf(settings);
        services = Set.copyOf(services);
    }

    /** A stack of all services. */
    public StackOptions(
            Layout layout,
            StackPorts ports,
            boolean live,
            boolean providerKeys,
            boolean training,
            List<String> jvmOptions,
            Map<String, Map<String, String>> settings) {
        this(layout, ports, live, providerKeys, training, jvmOptions, settings, Set.copyOf(LocalStack.serviceNames()));
    }

    /** A stack that meets no other and never leaves loopback, for tests. */
    public static StackOptions isolated(Layout layout, StackPorts ports, Map<String, Map<String, String>> settings) {
        return new StackOptions(layout, ports, false, false, false, environmentOptions(), settings);
    }

    /** As {@link #isolated}, with some of the services only. */
    public static StackOptions partial(Layout layout, Set<String> services, Map<String, Map<String, String>> settings) {
        return new StackOptions(
                layout, StackPorts.free(), false, false, false, environmentOptions(), settings, services);
    }

    /** A stack of its own whose services leave caches for later starts. */
    public static StackOptions training(Layout layout) {
        return new StackOptions(layout, StackPorts.free(), false, false, true, List.of(), Map.of());
    }

    /** A stack for people who try Tollgate: its data stays, real providers are called if there is a key for them. */
    public static StackOptions lasting(Layout layout, StackPorts ports, boolean live) {
        return new StackOptions(layout, ports, live, true, false, environmentOptions(), Map.of());
    }

    /**
     * Settings of services that the one who starts the stack has in the environment; none for tests. What the stack itself decides, as
     * ports and addresses, goes before them.
     */
    Map<String, String> inherited() {
        return providerKeys ? inherited(System.getenv()) : Map.of();
    }

    static Map<String, String> inherited(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(each -> SETTINGS.stream().anyMatch(each.getKey()::startsWith))
                .filter(each -> !OWN.contains(each.getKey()) && !each.getKey().startsWith(PORTS))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static List<String> environmentOptions() {
        String options = System.getenv().getOrDefault(JVM_OPTIONS, "").strip();
        return options.isEmpty() ? List.of() : List.of(options.split("\\s+"));
    }
}
