package io.tollgate.simulator.oracle;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.simulator.SimulatorConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Knows every call that was ever served: what tests and audits reconcile with. */
@ApplicationScoped
public class Oracle {

    private final CallLog log;
    private final MeterRegistry metrics;
    private final AtomicLong running = new AtomicLong();

    public Oracle(SimulatorConfig config, MeterRegistry metrics) {
        this.metrics = metrics;
        try {
            this.log = new CallLog(config.recordFile(), config.recordBacklog());
        } catch (IOException unusable) {
            throw new UncheckedIOException("cannot use " + config.recordFile(), unusable);
        }
    }

    /** A call began; it must be ended. */
    public void begin() {
        running.incrementAndGet();
    }

    /** A call ended. Never blocks. */
    public void end(CallRecord call) {
        running.decrementAndGet();
        log.add(call);
        metrics.counter("tollgate.simulator.calls", "dialect", call.dialect(), "ended", call.ended())
                .increment();
        metrics.counter("tollgate.simulator.tokens", "dialect", call.dialect()).increment(call.tokensWritten());
    }

    /** Calls under way. */
    public long running() {
        return running.get();
    }

    /** Lines after a number, of one attempt if it is given. Blocks on the disk. */
    List<CallRecord> after(long seq, @Nullable String attempt, int most) {
        log.settle();
        return log.after(seq, call -> attempt == null || attempt.equals(call.attempt()), most);
    }

    /** Sums over all calls. Blocks on the disk. */
    CallTotals.Summary summary() {
        log.settle();
        return log.summary(running.get());
    }

    /** Whether calls can be recorded. */
    boolean writable() {
        return log.writable();
    }

    @PreDestroy
    void close() throws IOException {
        log.close();
    }
}
