package io.tollgate.simulation.cluster;

import io.tollgate.simulation.edge.Provider;
import java.util.List;

/**
 * The named steps in front of which a process can be made to die: it does not learn of what it did last, or has just learned of it and has
 * done nothing yet, which is the same to everybody else. Every crash point of the services on the way of a request is among them.
 */
public enum CrashStep {
    INGRESS_AFTER_HOLD("ingress", "PLACE"),
    INGRESS_AFTER_HOLD_ANNOUNCED("ingress", "HoldPlaced"),
    INGRESS_AFTER_ACCEPTED("ingress", "InferenceRequested"),
    INGRESS_MID_STREAM("ingress", "XRANGE"),
    INGRESS_AFTER_VOID("ingress", "VOID"),
    ROUTER_BEFORE_DISPATCH("router", "requests"),
    ROUTER_AFTER_DISPATCH("router", "RouteAssigned"),
    ROUTER_AFTER_VOID("router", "VOID"),
    ROUTER_AFTER_CLOSED("router", "RequestClosed"),
    WORKER_BEFORE_CLAIM("worker", "dispatch"),
    WORKER_AFTER_CLAIM("worker", "CLAIM"),
    WORKER_AFTER_OPEN("worker", "REPLY_OPEN"),
    WORKER_AFTER_STARTED("worker", "start announced"),
    WORKER_BEFORE_FIRST_FRAME("worker", Provider.TELLS),
    WORKER_MID_STREAM("worker", "REPLY_APPEND"),
    WORKER_AFTER_EXTENSION("worker", "EXTEND"),
    WORKER_AFTER_EXTENSION_ANNOUNCED("worker", "HoldExtended"),
    WORKER_AFTER_PROVIDER_END("worker", Provider.ENDS),
    WORKER_AFTER_CONCLUSION("worker", "CONCLUDE"),
    WORKER_AFTER_USAGE("worker", "UsageRecorded"),
    WORKER_AFTER_CLOSED("worker", "RequestClosed"),
    WORKER_AFTER_HANDED_ON("worker", "RouteAssigned"),
    WORKER_AFTER_LAST_FRAME("worker", "LAST_FRAME"),
    WORKER_AFTER_FINISH("worker", "FINISH"),
    WORKER_AFTER_VOID("worker", "VOID"),
    LEDGER_BEFORE_COMMIT("ledger", "usage"),
    LEDGER_AFTER_COMMIT("ledger", "usage booked"),
    LEDGER_AFTER_HOLDS("ledger", "holds booked"),
    LEDGER_BEFORE_SETTLE("ledger", "balances read"),
    LEDGER_AFTER_SETTLE("ledger", "SETTLE"),
    LEDGER_AFTER_CATCH_UP("ledger", "states read"),
    LEDGER_AFTER_REBUILD_BEGIN("ledger", "REBUILD_BEGIN"),
    LEDGER_AFTER_FORGETTING("ledger", "REBUILD_FORGET"),
    LEDGER_AFTER_REBUILT_ACCOUNT("ledger", "REBUILD_ACCOUNT"),
    LEDGER_AFTER_REBUILD_END("ledger", "REBUILD_END");

    static final List<CrashStep> ALL = List.of(values());

    private final String kind;
    private final String what;

    CrashStep(String kind, String what) {
        this.kind = kind;
        this.what = what;
    }

    /** What sort of process dies. */
    String kind() {
        return kind;
    }

    /** The name of the step. */
    String what() {
        return what;
    }

    /** How a crash here is counted. */
    public String sighting() {
        return "crash of " + kind + " at " + what;
    }

    /** Whether it is a step of filling Redis again, which needs a reason. */
    boolean isOfRebuild() {
        return what.startsWith("REBUILD") || this == LEDGER_AFTER_CATCH_UP;
    }
}
