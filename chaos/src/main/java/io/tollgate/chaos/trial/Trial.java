package io.tollgate.chaos.trial;

import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.load.LoadPlan;
import io.tollgate.chaos.load.Transcript;
import io.tollgate.chaos.load.Wallet;
import io.tollgate.chaos.load.Wish;
import io.tollgate.chaos.stage.Stage;
import io.tollgate.crash.CrashPoint;
import io.tollgate.localstack.stack.ServiceInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** One fault being tried: where it is tried, what it says it saw. Evidence and checks may be given from any thread. */
public final class Trial {

    /** So many that each of two consumers of a topic has some of their partitions. */
    private static final int ACCOUNTS = 10;

    private static final String CREDIT = "50";

    private final Stage stage;
    private final String name;
    private final long seed;
    private final boolean quick;
    private final List<Wallet> wallets = new ArrayList<>();
    private final List<Load> loads = new ArrayList<>();
    private final List<Transcript> transcripts = java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<Finding> evidence = java.util.Collections.synchronizedList(new ArrayList<>());
    private final List<Finding> checks = java.util.Collections.synchronizedList(new ArrayList<>());
    private long conflictsAllowed;
    private long quarantinesExpected;
    private long deadLettersExpected;
    private boolean textsVary;

    Trial(Stage stage, String name, long seed, boolean quick) {
        this.stage = stage;
        this.name = name;
        this.seed = seed;
        this.quick = quick;
    }

    public Stage stage() {
        return stage;
    }

    /** Draws what is drawn at random in this trial; the same seed gives the same. */
    public Random random() {
        return new Random(seed);
    }

    /** The longer time, or the shorter one in the quick selection. */
    public Duration time(Duration usual, Duration quickOne) {
        return quick ? quickOne : usual;
    }

    /** The larger number, or the smaller one in the quick selection. */
    public int number(int usual, int quickOne) {
        return quick ? quickOne : usual;
    }

    /** States that the fault did strike, or that it did not. */
    public void hit(String what, boolean struck, String detail) {
        evidence.add(new Finding(what, struck, detail));
    }

    /** Waits for an instance to halt at the point that it was doomed to, and states whether it did. */
    public void awaitHalt(ServiceInstance doomed, CrashPoint point, Duration longest) {
        boolean died = doomed.process().awaitEnd(longest);
        hit(
                "halted at " + point.pointName(),
                died && doomed.process().exitStatus() == CrashPoint.EXIT_STATUS,
                died ? "exit status " + doomed.process().exitStatus() : "it never came there");
    }

    /** States whether something that must hold does. */
    public void check(String what, boolean holds, String detail) {
        checks.add(new Finding(what, holds, detail));
    }

    /** Waits until something holds, and states whether it did in time and when. */
    public boolean checkWithin(String what, Duration longest, BooleanSupplier holds) {
        long begun = System.nanoTime();
        boolean held = Load.await(longest, holds);
        check(
                "%s within %d s".formatted(what, longest.toSeconds()),
                held,
                "%.1f s".formatted((System.nanoTime() - begun) / 1e9));
        return held;
    }

    /** A name that nothing else on the stage has. */
    public String newName(String what) {
        return name + "-" + what;
    }

    /** An account of this trial with the given credit, in USD; audited with it. */
    public Wallet wallet(String credit) {
        Wallet wallet = Wallet.open(stage.operator(), name + "-" + (wallets.size() + 1), credit);
        wallets.add(wallet);
        return wallet;
    }

    /** The usual accounts of a load. */
    public List<Wallet> someWallets() {
        List<Wallet> some = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            some.add(wallet(CREDIT));
        }
        return some;
    }

    /** Starts callers on accounts of their own, all at the first ingress. */
    public Load load(LoadPlan plan) {
        return load(plan, caller -> stage.origin());
    }

    /** Starts callers on accounts of their own. */
    public Load load(LoadPlan plan, IntFunction<String> originOf) {
        return load(plan, someWallets(), originOf);
    }

    /** Starts callers on the given accounts; streams that break are resumed at the first ingress where the plan says so. */
    public Load load(LoadPlan plan, List<Wallet> on, IntFunction<String> originOf) {
        Load load = Load.start(stage.caller(), plan, seed + loads.size(), on, originOf, stage.origin());
        loads.add(load);
        return load;
    }

    /** Makes one call; what it saw is audited with the rest. */
    public Transcript call(String origin, Wallet wallet, Wish wish) {
        Transcript seen = stage.caller().call(origin, wallet, wish);
        transcripts.add(seen);
        return seen;
    }

    /** Adds what a caller of the fault's own saw. */
    public void saw(Transcript transcript) {
        transcripts.add(transcript);
    }

    /** Statements that may contradict what was booked; none may unless this is said. */
    public void allowConflicts(long count) {
        conflictsAllowed = count;
    }

    /** Events that the ledger must quarantine; none may be unless this is said. */
    public void expectQuarantined(long count) {
        quarantinesExpected = count;
    }

    /** Dead letters that there must be; none may be unless this is said. */
    public void expectDeadLetters(long count) {
        deadLettersExpected = count;
    }

    /** Says that providers answered something else than the known answer, so that texts are not compared with it. */
    public void textsVary() {
        textsVary = true;
    }

    long conflictsAllowed() {
        return conflictsAllowed;
    }

    long quarantinesExpected() {
        return quarantinesExpected;
    }

    long deadLettersExpected() {
        return deadLettersExpected;
    }

    boolean doTextsVary() {
        return textsVary;
    }

    /** The accounts of this trial. */
    public List<String> accounts() {
        return wallets.stream().map(Wallet::account).toList();
    }

    List<Wallet> wallets() {
        return List.copyOf(wallets);
    }

    /** Ends all loads, and returns everything that any caller saw. */
    List<Transcript> finishLoads() {
        List<Transcript> all = new ArrayList<>(List.copyOf(transcripts));
        loads.forEach(load -> all.addAll(load.finish()));
        return all;
    }

    List<Finding> evidence() {
        return List.copyOf(evidence);
    }

    List<Finding> checks() {
        return List.copyOf(checks);
    }
}
