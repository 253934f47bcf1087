package io.tollgate.crash;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A place between two steps at which a service may die. Started with {@code -Dtollgate.crash-at=<name>}, or {@code <name>:<n>}, a service
 * halts the n-th time (1 unless given) it comes to that place: nothing is flushed, no shutdown hook runs, the exit status is
 * {@value #EXIT_STATUS}, as after {@code kill -9}, and one line on the error output says where. Without the property a place costs one
 * comparison with null. A property that names no place, or no positive number, fails the start of the first service that comes to any.
 */
public enum CrashPoint {
    /** Redis has set the credit aside; nobody else knows of it. */
    INGRESS_AFTER_HOLD("ingress.after-hold"),
    /** Kafka has the hold; the request is not published. */
    INGRESS_AFTER_HOLD_ANNOUNCED("ingress.after-hold-announced"),
    /** Kafka has the request; the caller has no answer. */
    INGRESS_AFTER_ACCEPTED("ingress.after-accepted"),
    /** A part of a stream was handed to the caller's connection. */
    INGRESS_MID_STREAM("ingress.mid-stream"),

    /** The route is decided, and not published. */
    ROUTER_BEFORE_DISPATCH("router.before-dispatch"),
    /** Kafka has the route; the request's offset is not committed. */
    ROUTER_AFTER_DISPATCH("router.after-dispatch"),

    /** The request is claimed; nothing else has happened. */
    WORKER_AFTER_CLAIM("worker.after-claim"),
    /** The start is handed to Kafka; the provider is not connected to. */
    WORKER_AFTER_STARTED("worker.after-started"),
    /** The provider has sent output; no frame shows any. */
    WORKER_BEFORE_FIRST_FRAME("worker.before-first-frame"),
    /** A frame is in Redis; passed once for each frame but the last. */
    WORKER_MID_STREAM("worker.mid-stream"),
    /** The provider has ended its reply; how the attempt ends is stored nowhere. */
    WORKER_AFTER_PROVIDER_END("worker.after-provider-end"),
    /** The conclusion is in the lease; Kafka has no usage. */
    WORKER_AFTER_CONCLUSION("worker.after-conclusion"),
    /** Kafka has the usage and the end; the last frame is not written. */
    WORKER_AFTER_USAGE("worker.after-usage"),
    /** The last frame is written; the lease is open and the offset not committed. */
    WORKER_AFTER_LAST_FRAME("worker.after-last-frame"),

    /** The database has a batch; its offsets are not committed. */
    METERING_AFTER_COMMIT("metering.after-commit"),

    /** A batch of usage is written; the transaction is open. */
    LEDGER_BEFORE_COMMIT("ledger.before-commit"),
    /** The books have a batch of usage; its offsets are not committed. */
    LEDGER_AFTER_COMMIT("ledger.after-commit"),
    /** The books have changed; Redis was not told. */
    LEDGER_BEFORE_SETTLE("ledger.before-settle"),
    /** Kafka has what waited in the outbox; the outbox has not forgotten it. */
    LEDGER_OUTBOX_SENT("ledger.outbox-sent");

    /** The system property that names the place to die at. */
    public static final String PROPERTY = "tollgate.crash-at";

    /** What a halted service exits with. */
    public static final int EXIT_STATUS = 137;

    private static final @Nullable Trap TRAP =
            Optional.ofNullable(System.getProperty(PROPERTY)).map(Trap::parse).orElse(null);

    private final String name;

    CrashPoint(String name) {
        this.name = name;
    }

    /** The place's name, as the property takes it. */
    public String pointName() {
        return name;
    }

    /**
     * The place of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CrashPoint named(String name) {
        return Arrays.stream(values())
                .filter(point -> point.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no crash point '" + name + "'"));
    }

    /** Says that the service has come to this place; does not return if it is to die here. */
    public void reached() {
        if (TRAP != null && TRAP.springsAt(this)) {
            System.err.println("halting at crash point " + name);
            Runtime.getRuntime().halt(EXIT_STATUS);
        }
    }
}
