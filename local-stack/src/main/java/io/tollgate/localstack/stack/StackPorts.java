package io.tollgate.localstack.stack;

import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure.InfrastructurePorts;
import io.tollgate.localstack.process.Ports;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The loopback port of each part of the stack, by the part's name. */
public final class StackPorts {

    private static final Map<String, Integer> DEFAULTS = defaults();

    private final Map<String, Integer> byName;

    private StackPorts(Map<String, Integer> byName) {
        this.byName = byName;
    }

    private static Map<String, Integer> defaults() {
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("ingress", 8080);
        ports.put("router", 8081);
        ports.put("workers", 8082);
        ports.put("metering", 8083);
        ports.put("ledger", 8084);
        ports.put("simulator", 8090);
        ports.put("kafka", 9092);
        ports.put("postgres", 5432);
        ports.put("redis-credit", 6379);
        ports.put("redis-frames", 6380);
        return ports;
    }

    /**
     * The default ports, but for those that a variable sets, e.g. {@code TOLLGATE_PORT_INGRESS=9000}.
     *
     * @throws UnusableSettingException if a variable is not a port
     */
    public static StackPorts fromEnvironment(Map<String, String> environment) {
        Map<String, Integer> ports = new LinkedHashMap<>();
        DEFAULTS.forEach((name, port) -> {
            String set = environment.get(variable(name));
            ports.put(name, set == null ? port : parse(variable(name), set));
        });
        return new StackPorts(ports);
    }

    /** Ports that nothing listens on now, for stacks that must not meet another. */
    public static StackPorts free() {
        Set<Integer> distinct = new LinkedHashSet<>();
        while (distinct.size() < DEFAULTS.size()) {
            distinct.add(Ports.free());
        }
        Map<String, Integer> ports = new LinkedHashMap<>();
        Iterator<Integer> next = distinct.iterator();
        DEFAULTS.keySet().forEach(name -> ports.put(name, next.next()));
        return new StackPorts(ports);
    }

    /** The variable that sets a part's port. */
    public static String variable(String name) {
        return "TOLLGATE_PORT_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
    }

    private static int parse(String variable, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // reported below
        }
        throw new UnusableSettingException(variable + " must be a port from 1 to 65535, not '" + value + "'.");
    }

    public int of(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    /** The base URL of a service. */
    public String url(String name) {
        return "http://127.0.0.1:" + of(name);
    }

    /**
     * Makes sure that every port can be listened on.
     *
     * @throws UnusableSettingException naming the first that cannot
     */
    public void requireFree() {
        byName.forEach((name, port) -> {
            if (!Ports.isFree(port)) {
                throw new UnusableSettingException("Port " + port + " for " + name
                        + " is taken by another program; set " + variable(name) + " to a free port.");
            }
        });
    }

    InfrastructurePorts infrastructure() {
        return new InfrastructurePorts(of("kafka"), of("postgres"), of("redis-credit"), of("redis-frames"));
    }
}
