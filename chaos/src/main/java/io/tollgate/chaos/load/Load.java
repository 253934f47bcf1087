package io.tollgate.chaos.load;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Callers that call until they are told to stop, on several accounts. */
public final class Load implements AutoCloseable {

    private static final Duration FINISH_WITHIN = Duration.ofSeconds(100);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final int CALLS_AT_MOST = 2_000;

    private final Queue<Transcript> transcripts = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean enough = new AtomicBoolean();
    private final ExecutorService threads;
    private final Caller caller;

    private final String resumeAt;

    private Load(Caller caller, String resumeAt, ExecutorService threads) {
        this.caller = caller;
        this.resumeAt = resumeAt;
        this.threads = threads;
    }

    /**
     * Starts the callers.
     *
     * @param wallets accounts that they take in turn
     * @param originOf where the n-th caller calls; asked before each call
     * @param resumeAt where streams are taken up again
     */
    public static Load start(
            Caller caller,
            LoadPlan plan,
            long seed,
            List<Wallet> wallets,
            IntFunction<String> originOf,
            String resumeAt) {
        Load load = new Load(caller, resumeAt, Executors.newVirtualThreadPerTaskExecutor());
        Random seeds = new Random(seed);
        for (int i = 0; i < plan.callers(); i++) {
            int number = i;
            Requests requests = new Requests(seeds.nextLong(), plan);
            Wallet wallet = wallets.get(i % wallets.size());
            load.threads.execute(() -> load.callOn(number, requests, wallet, originOf));
        }
        return load;
    }

    private void callOn(int number, Requests requests, Wallet wallet, IntFunction<String> originOf) {
        for (int calls = 0; calls < CALLS_AT_MOST && !enough.get(); calls++) {
            Transcript seen = caller.call(originOf.apply(number), resumeAt, wallet, requests.next(), Map.of());
            transcripts.add(seen);
            if (!seen.isClean()) {
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    /** What was seen so far. */
    public List<Transcript> soFar() {
        return List.copyOf(transcripts);
    }

    /** Waits until something is so; false if it never was within the given time. */
    public static boolean await(Duration longest, BooleanSupplier so) {
        Instant deadline = Instant.now().plus(longest);
        while (!so.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }

    /** Waits until so many calls ended cleanly since the load began. */
    public boolean awaitClean(int calls, Duration longest) {
        return await(longest, () -> clean() >= calls);
    }

    /** How many calls ended cleanly so far. */
    public long clean() {
        return transcripts.stream().filter(Transcript::isClean).count();
    }

    /** Lets every caller finish its call, and returns all that they saw. */
    public List<Transcript> finish() {
        close();
        return new ArrayList<>(transcripts);
    }

    @Override
    public void close() {
        enough.set(true);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(FINISH_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
