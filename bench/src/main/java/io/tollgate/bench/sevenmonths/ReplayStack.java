package io.tollgate.bench.sevenmonths;

import io.tollgate.localstack.process.Layout;
import io.tollgate.localstack.stack.LocalStack;
import io.tollgate.localstack.stack.Progress;
import io.tollgate.localstack.stack.StackOptions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the scenario needs and no more: Kafka, PostgreSQL, Redis, ledger and metering, on free ports and with books of their own, the
 * ledger dated by the events.
 */
public final class ReplayStack implements AutoCloseable {

    private static final String LEDGER = "ledger";
    private static final String METERING = "metering";
    private static final int SECRET_BYTES = 24;

    private final LocalStack stack;
    private final Layout layout;
    private final String secret;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ReplayStack(LocalStack stack, Layout layout, String secret) {
        this.stack = stack;
        this.layout = layout;
        this.secret = secret;
    }

    /**
     * Starts it, with nothing of an earlier run.
     *
     * @param layout where it may write; what it stored there before is deleted
     */
    public static ReplayStack start(Layout layout, Progress progress) {
        layout.forget();
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        String secret = HexFormat.of().formatHex(random);
        LocalStack stack = LocalStack.start(
                StackOptions.partial(
                        layout,
                        Set.of(LEDGER, METERING),
                        Map.of(
                                LEDGER,
                                Map.of(
                                        "TOLLGATE_INTERNAL_SECRET", secret,
                                        "TOLLGATE_LEDGER_BOOKING_CLOCK", "event-time",
                                        "TOLLGATE_LEDGER_BOOKING_ALLOW_REPLAY", "true"),
                                METERING,
                                Map.of("TOLLGATE_INTERNAL_SECRET", secret))),
                progress);
        return new ReplayStack(stack, layout, secret);
    }

    ServiceClient ledger() {
        return new ServiceClient(stack.ports().url(LEDGER), secret);
    }

    ServiceClient metering() {
        return new ServiceClient(stack.ports().url(METERING), secret);
    }

    CpuTime cpuTime() {
        return new CpuTime(layout);
    }

    String kafka() {
        return stack.infrastructure().kafka();
    }

    /** URL with which the administrator reads the database. */
    String database() {
        return stack.infrastructure().administratorUrl("tollgate");
    }

    /**
     * Makes sure that everything still runs.
     *
     * @throws IllegalStateException naming what has ended
     */
    void requireAlive() {
        if (!stack.ended().isEmpty()) {
            throw new IllegalStateException("ended by themselves: " + String.join(", ", stack.ended()));
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stack.close();
        }
    }
}
