package io.tollgate.livestate;

import io.lettuce.core.RedisException;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.crash.MachineClock;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The time on which services agree, whatever the clocks of their machines say: that of the credit store, by which leases and holds go
 * anyway. Otherwise a worker whose clock is ahead would find every request expired, and an ingress that is ahead every key outdated.
 *
 * <p>Guarantee: after a look at the store, right to {@link #TOLERANCE} plus half of the look's round trip, and as steady as the machine's
 * monotonic clock. Before the first look, and without a store to look at, it starts from the machine's clock. It never goes back unless it
 * was wrong by more than that. Thread-safe.
 */
@Singleton
public final class SharedClock extends Clock {

    private static final Logger LOG = Logger.getLogger(SharedClock.class);

    /** A smaller difference is left alone, so that measured durations stay steady. */
    static final Duration TOLERANCE = Duration.ofMillis(50);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final int BEFORE_ANY_CONSUMER = Interceptor.Priority.PLATFORM_BEFORE - 1;

    /** An instant, and when it was by the monotonic clock. */
    private record Anchor(Instant instant, long nanos) {

        Instant at(long now) {
            return instant.plusNanos(now - nanos);
        }
    }

    private final RedisStore store;
    private volatile Anchor anchor;

    @Inject
    public SharedClock(CreditRedis redis) {
        this(redis, MachineClock.get());
    }

    SharedClock(CreditRedis redis, Clock machine) {
        this.store = redis.store();
        this.anchor = new Anchor(machine.instant(), System.nanoTime());
    }

    /** Looks at once, and from then on; a store that does not answer keeps no service from starting. */
    void start(@Observes @Priority(BEFORE_ANY_CONSUMER) StartupEvent started, Vertx vertx) {
        try {
            // the first command makes the connection, which takes longer one way than the other
            store.call(commands -> commands.ping()).chain(this::look).await().indefinitely();
        } catch (RedisUnavailableException | RedisException unanswered) {
            LOG.warnf("the machine's clock must do for now: %s", unanswered);
        }
        vertx.setPeriodic(
                BETWEEN_LOOKS.toMillis(),
                tick -> look().subscribe()
                        .with(done -> {}, failure -> LOG.debugf(failure, "the time of Redis is unknown")));
    }

    /** Reads the store's time. Fails with {@link RedisUnavailableException} if it does not answer; then nothing changes. */
    Uni<Void> look() {
        return Uni.createFrom().deferred(() -> {
            long asked = System.nanoTime();
            return store.call(commands -> commands.time())
                    .invoke(time -> correct(instant(time), asked, System.nanoTime()))
                    .replaceWithVoid();
        });
    }

    private synchronized void correct(Instant stated, long asked, long answered) {
        long halfTrip = (answered - asked) / 2;
        Anchor seen = new Anchor(stated, asked + halfTrip);
        Duration wrong = Duration.between(seen.at(answered), anchor.at(answered));
        if (wrong.abs().compareTo(TOLERANCE.plusNanos(halfTrip)) > 0) {
            LOG.warnf("the clock is %s ms ahead of that of Redis; going by Redis", wrong.toMillis());
            anchor = seen;
        }
    }

    private static Instant instant(List<byte[]> time) {
        return Instant.ofEpochSecond(number(time.get(0))).plus(number(time.get(1)), ChronoUnit.MICROS);
    }

    private static long number(byte[] digits) {
        return Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
    }

    @Override
    public Instant instant() {
        return anchor.at(System.nanoTime());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        InstantSource source = () -> instant();
        return source.withZone(zone);
    }
}
