package io.tollgate.simulation.cluster;

import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.tollgate.bus.EventReader;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.simulation.redis.RedisServer;
import io.tollgate.simulation.variants.Variant;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.telemetry.WorkerMetrics;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The real things that all worlds share: configurations with their defaults, the event codec, the scripts. */
final class Artefacts {

    static final EventCodec CODEC =
            new EventCodec("simulation", Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));
    static final EventReader READER = new EventReader(CODEC);
    static final WorkersConfig WORKERS = config(
            WorkersConfig.class,
            Map.of(
                    "tollgate.workers.id",
                    "worker",
                    // half as often as by default: mostly they find nothing, and they were a quarter of all steps
                    "tollgate.workers.recovery.check-every",
                    "2s",
                    "tollgate.workers.orphans.check-every",
                    "2s"));
    static final LedgerConfig LEDGER = config(
            LedgerConfig.class,
            Map.of("tollgate.ledger.keys-pepper", "none", "tollgate.ledger.internal-secret", "none"));
    /** Never used: nothing runs on its threads. */
    static final ClientResources RESOURCES = ClientResources.builder()
            .ioThreadPoolSize(2)
            .computationThreadPoolSize(2)
            .build();

    /** Counts nothing. */
    static final WorkerMetrics METRICS = make(WorkerMetrics.class, new CompositeMeterRegistry());

    private static final Map<String, String> SCRIPT_NAMES = scriptNames();
    private static final Map<Variant, Map<String, String>> VARIANTS = new ConcurrentHashMap<>();

    private Artefacts() {}

    /** The scripts of live-state, or of a broken variant. */
    static RedisServer.Scripts scripts(Variant variant) {
        Map<String, String> made = VARIANTS.computeIfAbsent(variant, any -> new ConcurrentHashMap<>());
        return new RedisServer.Scripts() {
            @Override
            public String nameOf(String source) {
                return SCRIPT_NAMES.getOrDefault(source, "unknown");
            }

            @Override
            public String variantOf(String name, String source) {
                return variant.of(name, source, made);
            }
        };
    }

    /** Makes an object of a class whose constructor is meant for the container alone. */
    static <T> T make(Class<T> type, Object... arguments) {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == arguments.length) {
                try {
                    constructor.setAccessible(true);
                    return type.cast(constructor.newInstance(arguments));
                } catch (InstantiationException | IllegalAccessException | InvocationTargetException refused) {
                    throw new IllegalStateException("cannot make a " + type.getName(), refused);
                }
            }
        }
        throw new IllegalStateException(type.getName() + " has no constructor of " + arguments.length);
    }

    /** Does what the container does at start. */
    static void start(Object bean) {
        for (Method method : bean.getClass().getDeclaredMethods()) {
            if (method.getName().equals("start") && method.getParameterCount() == 1) {
                call(method, bean);
            }
        }
    }

    private static void call(Method method, Object bean) {
        try {
            method.setAccessible(true);
            method.invoke(bean, new StartupEvent());
        } catch (IllegalAccessException | InvocationTargetException refused) {
            throw new IllegalStateException("cannot start " + bean.getClass().getName(), refused);
        }
    }

    private static <T> T config(Class<T> mapping, Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(mapping)
                .withSources(new PropertiesConfigSource(settings, "simulation", 100))
                .build()
                .getConfigMapping(mapping);
    }

    private static Map<String, String> scriptNames() {
        try {
            Class<?> scripts = Class.forName("io.tollgate.livestate.Script");
            Method source = scripts.getDeclaredMethod("source");
            source.setAccessible(true);
            Map<String, String> names = new HashMap<>();
            for (Object script : scripts.getEnumConstants()) {
                names.put((String) source.invoke(script), script.toString());
            }
            return names;
        } catch (ReflectiveOperationException moved) {
            throw new IllegalStateException("live-state names its scripts otherwise now", moved);
        }
    }
}
