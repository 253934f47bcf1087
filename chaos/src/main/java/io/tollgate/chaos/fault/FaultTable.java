package io.tollgate.chaos.fault;

import io.tollgate.chaos.trial.Fault;
import io.tollgate.crash.CrashPoint;
import io.tollgate.localstack.infrastructure.EmbeddedInfrastructure.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** All faults, in the order of the table. */
public final class FaultTable {

    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(60);

    private FaultTable() {}

    /** Every row, those that cannot be shown here included. */
    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        all.addAll(deaths());
        all.addAll(delivery());
        all.addAll(stores());
        all.addAll(providers());
        all.addAll(callers());
        return List.copyOf(all);
    }

    private static List<Fault> deaths() {
        return List.of(
                new OrphanedHold(
                        "F1", "kill -9 ingress between hold and its announcement", CrashPoint.INGRESS_AFTER_HOLD),
                new OrphanedHold(
                        "F1b",
                        "kill -9 ingress between hold announced and request",
                        CrashPoint.INGRESS_AFTER_HOLD_ANNOUNCED),
                new ResumeElsewhere(),
                new ServiceDeath(
                        "F2b",
                        "kill -9 ingress with the request accepted and unanswered",
                        false,
                        CrashPoint.INGRESS_AFTER_ACCEPTED,
                        3,
                        false,
                        Aftermath.AUDIT_ALONE),
                unnoticed("F3", "kill -9 router before it dispatches", false, CrashPoint.ROUTER_BEFORE_DISPATCH, 3),
                unnoticed("F3b", "kill -9 router after it dispatched", false, CrashPoint.ROUTER_AFTER_DISPATCH, 3),
                unnoticed("F4", "kill -9 worker after its claim", false, CrashPoint.WORKER_AFTER_CLAIM, 1),
                unnoticed("F5", "kill -9 worker before it connects", false, CrashPoint.WORKER_AFTER_STARTED, 1),
                unnoticed(
                        "F5b", "kill -9 worker before its first frame", false, CrashPoint.WORKER_BEFORE_FIRST_FRAME, 1),
                new ServiceDeath(
                        "F6",
                        "kill -9 worker in mid-stream",
                        true,
                        CrashPoint.WORKER_MID_STREAM,
                        25,
                        false,
                        Aftermath::cutWithAnError),
                new ServiceDeath(
                        "F7",
                        "kill -9 worker after the provider's end",
                        false,
                        CrashPoint.WORKER_AFTER_PROVIDER_END,
                        2,
                        false,
                        Aftermath::neverSilent),
                new ServiceDeath(
                        "F7b",
                        "kill -9 worker before its conclusion is published",
                        false,
                        CrashPoint.WORKER_AFTER_CONCLUSION,
                        2,
                        false,
                        Aftermath::neverSilent),
                new ServiceDeath(
                        "F8",
                        "kill -9 worker between usage and last frame",
                        false,
                        CrashPoint.WORKER_AFTER_USAGE,
                        2,
                        false,
                        Aftermath::neverSilent),
                new ServiceDeath(
                        "F8b",
                        "kill -9 worker after its last frame",
                        false,
                        CrashPoint.WORKER_AFTER_LAST_FRAME,
                        2,
                        false,
                        Aftermath::neverSilent),
                new FrozenWorker(),
                new LateWorker(),
                unnoticed(
                        "F10",
                        "kill -9 metering between commit and offsets",
                        false,
                        CrashPoint.METERING_AFTER_COMMIT,
                        2),
                unnoticed("F11", "kill -9 ledger between commit and offsets", true, CrashPoint.LEDGER_AFTER_COMMIT, 2),
                unnoticed("F11b", "kill -9 ledger before its commit", false, CrashPoint.LEDGER_BEFORE_COMMIT, 2),
                alone("F11c", "kill -9 ledger before it tells Redis", CrashPoint.LEDGER_BEFORE_SETTLE, 2),
                alone("F11d", "kill -9 ledger with its outbox sent", CrashPoint.LEDGER_OUTBOX_SENT, 2),
                new RebalanceStorm());
    }

    private static Fault unnoticed(String id, String title, boolean fast, CrashPoint point, int pass) {
        return new ServiceDeath(id, title, fast, point, pass, false, Aftermath::nobodyNoticed);
    }

    private static Fault alone(String id, String title, CrashPoint point, int pass) {
        return new ServiceDeath(id, title, false, point, pass, true, Aftermath::neverSilent);
    }

    private static List<Fault> delivery() {
        return List.of(
                new Replay(),
                new Outage(
                        "F14",
                        "kill -9 broker, away 10 s",
                        true,
                        Part.KAFKA,
                        false,
                        Duration.ofSeconds(10),
                        QUICK,
                        false),
                new Outage("F15", "broker silent for 60 s", false, Part.KAFKA, true, MINUTE, QUICK, false),
                new PoisonEvents(),
                new FutureEvents());
    }

    private static List<Fault> stores() {
        return List.of(
                new Outage(
                        "F16", "kill -9 PostgreSQL, started at once", false, Part.POSTGRES, false, QUICK, QUICK, true),
                // for longer than keys are vouched for, so that callers are refused in the end
                new Outage("F16b", "PostgreSQL away for 60 s", false, Part.POSTGRES, false, MINUTE, QUICK, false),
                new Outage(
                        "F18",
                        "kill -9 credit Redis, started at once",
                        true,
                        Part.CREDIT_REDIS,
                        false,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        false),
                new Outage(
                        "F18b",
                        "kill -9 frames Redis, started at once",
                        false,
                        Part.FRAMES_REDIS,
                        false,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        false),
                new FlushedCredit(),
                new LostReplies(),
                new Outage(
                        "F21",
                        "credit Redis away for 30 s",
                        false,
                        Part.CREDIT_REDIS,
                        false,
                        Duration.ofSeconds(30),
                        QUICK,
                        false),
                new FramesFull(),
                new FullDisk("F33", "disk full under the broker", Part.KAFKA),
                new FullDisk("F33b", "disk full under PostgreSQL", Part.POSTGRES));
    }

    private static List<Fault> providers() {
        return List.of(
                new ProviderTrouble(
                        "F23",
                        "providers answer 429, some with Retry-After",
                        List.of(
                                Map.of("kind", "status", "status", 429, "probability", 0.2),
                                Map.of("kind", "status", "status", 429, "retryAfterSeconds", 1, "probability", 0.2)),
                        "refused|fault:status",
                        PATIENCE,
                        Aftermath.AUDIT_ALONE),
                new ProviderTrouble(
                        "F23b",
                        "providers answer 500 and 503, or close the connection",
                        List.of(
                                Map.of("kind", "status", "status", 503, "probability", 0.2),
                                Map.of("kind", "status", "status", 500, "probability", 0.2),
                                Map.of("kind", "connection_closed", "probability", 0.2)),
                        "refused|fault:.*",
                        PATIENCE,
                        Aftermath.AUDIT_ALONE),
                new SimulatorDown(),
                new ProviderTrouble(
                        "F24",
                        "providers send nothing, or one byte in 20 s",
                        List.of(
                                Map.of("kind", "no_first_byte", "probability", 0.15),
                                Map.of("kind", "slow_loris", "probability", 0.15)),
                        "fault:.*|client_closed",
                        LONG_PATIENCE,
                        Aftermath.AUDIT_ALONE),
                new ProviderTrouble(
                        "F25",
                        "providers cut their streams",
                        List.of(
                                Map.of("kind", "cut", "afterTokens", 10, "probability", 0.2),
                                Map.of("kind", "truncated", "afterTokens", 10, "probability", 0.2)),
                        "fault:.*",
                        PATIENCE,
                        Aftermath.AUDIT_ALONE),
                new ProviderTrouble(
                        "F26",
                        "providers send garbage: HTML, bytes, endless lines, absurd counts, another model",
                        List.of(
                                Map.of("kind", "garbage_html", "probability", 0.1),
                                Map.of("kind", "garbage_bytes", "probability", 0.1),
                                Map.of("kind", "garbage_line", "probability", 0.1),
                                Map.of("kind", "negative_usage", "probability", 0.1),
                                Map.of("kind", "missing_usage", "probability", 0.1),
                                Map.of("kind", "huge_usage", "probability", 0.1),
                                Map.of("kind", "wrong_model", "probability", 0.1)),
                        "fault:.*",
                        LONG_PATIENCE,
                        Aftermath.AUDIT_ALONE),
                new ProviderTrouble(
                        "F27",
                        "providers state their usage twice",
                        List.of(Map.of("kind", "double_usage", "probability", 0.5)),
                        "fault:.*",
                        PATIENCE,
                        Aftermath.AUDIT_ALONE));
    }

    private static List<Fault> callers() {
        return List.of(
                new Leavers(),
                new SlowReaders(),
                new RevokedKey(),
                new WrongClocks(),
                new PriceChange(),
                new RepeatedKey(),
                new RollingRestart(),
                new LoneRestart(),
                new OversizedBodies(),
                new CancelledQueries(),
                new PaymentCallbacks(),
                new OneDollar(),
                new Soak());
    }
}
