package io.tollgate.router.health;

import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.usage.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What attempts told about endpoints: whether one failed within the outage window and has not answered since, and how fast it answers
 * on a moving average. What is the caller's fault, or a limit of rate, is no outage. One entry an endpoint that was ever tried. Thread-safe.
 */
public final class EndpointHealth {

    /** Statuses that say something about the request or the caller, not about the provider. */
    private static final Set<Integer> NOT_THE_PROVIDERS_FAULT = Set.of(400, 403, 413, 422, 429, 451, 499);

    private static final double WEIGHT_OF_NEWEST = 0.2;

    private final Duration outageWindow;
    private final Map<String, Observed> observed = new ConcurrentHashMap<>();

    private record Observed(
            @Nullable Instant failed,
            @Nullable Double timeToFirstTokenMillis,
            @Nullable Double tokensPerSecond) {}

    /** @param outageWindow how long after a failure an endpoint is taken to be out */
    public EndpointHealth(Duration outageWindow) {
        this.outageWindow = outageWindow;
    }

    /** Takes up how an attempt ended. */
    public void heard(AttemptFinished attempt) {
        observed.merge(attempt.endpoint(), first(attempt), (known, now) -> merged(known, attempt));
    }

    /** Whether the endpoint failed within the window and has not answered since. */
    public boolean isOut(String endpoint, Instant now) {
        Observed known = observed.get(endpoint);
        return known != null
                && known.failed() != null
                && known.failed().plus(outageWindow).isAfter(now);
    }

    /** Output tokens per second, on a moving average; empty if unknown. */
    public OptionalDouble tokensPerSecond(String endpoint) {
        Observed known = observed.get(endpoint);
        return known == null ? OptionalDouble.empty() : optional(known.tokensPerSecond());
    }

    /** Milliseconds to the first output, on a moving average; empty if unknown. */
    public OptionalDouble timeToFirstTokenMillis(String endpoint) {
        Observed known = observed.get(endpoint);
        return known == null ? OptionalDouble.empty() : optional(known.timeToFirstTokenMillis());
    }

    private static Observed first(AttemptFinished attempt) {
        return merged(new Observed(null, null, null), attempt);
    }

    private static Observed merged(Observed known, AttemptFinished attempt) {
        Long firstToken = attempt.timeToFirstTokenMillis();
        return new Observed(
                failed(known, attempt),
                average(known.timeToFirstTokenMillis(), firstToken == null ? null : firstToken.doubleValue()),
                average(known.tokensPerSecond(), attempt.tokensPerSecond()));
    }

    private static @Nullable Instant failed(Observed known, AttemptFinished attempt) {
        if (attempt.outcome() == Outcome.COMPLETED) {
            return null;
        }
        boolean broke = attempt.outcome() == Outcome.FAILED || attempt.outcome() == Outcome.INTERRUPTED;
        Integer status = attempt.status();
        boolean providersFault = status == null || !NOT_THE_PROVIDERS_FAULT.contains(status);
        return broke && providersFault ? attempt.finishedAt() : known.failed();
    }

    private static @Nullable Double average(@Nullable Double known, @Nullable Double now) {
        if (known == null || now == null) {
            return now == null ? known : now;
        }
        return known + WEIGHT_OF_NEWEST * (now - known);
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
