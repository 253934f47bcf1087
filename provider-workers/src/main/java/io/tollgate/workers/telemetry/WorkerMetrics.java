package io.tollgate.workers.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tollgate.contracts.usage.Outcome;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what the workers do. */
@ApplicationScoped
public class WorkerMetrics {

    private final MeterRegistry meters;
    private final AtomicInteger inFlight;
    private final Gauge attempts;
    private final Counter fenced;
    private final Counter recovered;
    private final Counter orphaned;

    WorkerMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.inFlight = new AtomicInteger();
        this.attempts = Gauge.builder("tollgate.workers.in.flight", inFlight, AtomicInteger::get)
                .register(meters);
        this.fenced = Counter.builder("tollgate.workers.fenced")
                .description("Attempts stopped because another worker has the request")
                .register(meters);
        this.recovered = Counter.builder("tollgate.workers.recovered")
                .description("Requests finished for a worker that died")
                .register(meters);
        this.orphaned = Counter.builder("tollgate.workers.orphaned")
                .description("Requests closed because nobody worked on them")
                .register(meters);
    }

    /** A gauge that stayed would hide that of the next start in the same JVM. */
    @PreDestroy
    void close() {
        meters.remove(attempts);
    }

    /** An attempt began. */
    public void begun() {
        inFlight.incrementAndGet();
    }

    /** An attempt is over, whatever came of it. */
    public void over() {
        inFlight.decrementAndGet();
    }

    /** Attempts at this moment. */
    public int inFlight() {
        return inFlight.get();
    }

    /** An attempt ended with an outcome. */
    public void ended(String provider, Outcome outcome) {
        meters.counter(
                        "tollgate.workers.attempts",
                        "provider",
                        provider,
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** The first output of an attempt came. */
    public void firstToken(String provider, Duration after) {
        Timer.builder("tollgate.workers.ttft")
                .description("Time from a call to its first output")
                .tag("provider", provider)
                .register(meters)
                .record(after);
    }

    /** An attempt was stopped because another worker has the request. */
    public void fenced() {
        fenced.increment();
    }

    /** A request was closed because nobody worked on it. */
    public void orphaned() {
        orphaned.increment();
    }

    /** A dead worker's request was finished. */
    public void recovered() {
        recovered.increment();
    }
}
