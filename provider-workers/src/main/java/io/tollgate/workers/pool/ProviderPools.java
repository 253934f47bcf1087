package io.tollgate.workers.pool;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.tollgate.workers.WorkersConfig;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A pool for each provider, made when it is first called. */
@ApplicationScoped
public class ProviderPools {

    private static final long EXPIRY_CHECK_MILLIS = 100;

    private final ConcurrentMap<String, CallSlots> pools = new ConcurrentHashMap<>();
    private final WorkersConfig config;
    private final MeterRegistry meters;
    private final Vertx vertx;
    private final long timer;

    ProviderPools(WorkersConfig config, MeterRegistry meters, Vertx vertx) {
        this.config = config;
        this.meters = meters;
        this.vertx = vertx;
        this.timer =
                vertx.setPeriodic(EXPIRY_CHECK_MILLIS, ignored -> pools.values().forEach(CallSlots::expire));
    }

    /** A slot of a provider's pool; giving it back twice is harmless. */
    public static final class Slot {

        private final CallSlots slots;
        private final AtomicBoolean returned = new AtomicBoolean();

        private Slot(CallSlots slots) {
            this.slots = slots;
        }

        /** Gives the slot back. */
        public void release() {
            if (returned.compareAndSet(false, true)) {
                slots.release();
            }
        }
    }

    /** A provider has neither a free slot nor room to wait, or none came free in time. */
    public static final class PoolFullException extends RuntimeException {

        PoolFullException(String provider) {
            super("the pool of " + provider + " is full");
        }
    }

    /**
     * A slot to call the provider, at once or when one comes free. Not to be cancelled: a slot granted meanwhile would be lost.
     *
     * @return fails with {@link PoolFullException}; emits on any thread
     */
    public Uni<Slot> slot(String provider) {
        return Uni.createFrom().emitter(emitter -> ask(provider, emitter));
    }

    private void ask(String provider, UniEmitter<? super Slot> emitter) {
        CallSlots slots = pools.computeIfAbsent(provider, this::open);
        CallSlots.Waiter waiter = new CallSlots.Waiter() {
            @Override
            public void granted() {
                emitter.complete(new Slot(slots));
            }

            @Override
            public void timedOut() {
                emitter.fail(new PoolFullException(provider));
            }
        };
        switch (slots.request(waiter)) {
            case GRANTED -> waiter.granted();
            case FULL -> waiter.timedOut();
            case QUEUED -> {
                // the waiter is told later
            }
        }
    }

    private CallSlots open(String provider) {
        // the mapping has defaults for every provider
        WorkersConfig.PoolConfig limits = Objects.requireNonNull(config.pools().get(provider));
        CallSlots slots = new CallSlots(
                limits.concurrency(),
                limits.queue(),
                limits.maxWait().toMillis(),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        Gauge.builder("tollgate.workers.pool.running", slots, CallSlots::running)
                .description("Calls at this moment")
                .tag("provider", provider)
                .register(meters);
        Gauge.builder("tollgate.workers.pool.waiting", slots, CallSlots::waiting)
                .description("Requests that wait for a slot")
                .tag("provider", provider)
                .register(meters);
        return slots;
    }

    @PreDestroy
    void close() {
        vertx.cancelTimer(timer);
    }
}
