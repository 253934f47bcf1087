package io.tollgate.workers.attempt;

import io.tollgate.contracts.dispatch.RouteAssigned;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The attempts of this process by request, so that they can be told of a cancellation. Thread-safe. */
@ApplicationScoped
public class RunningAttempts {

    private final ConcurrentMap<String, AttemptRun> running = new ConcurrentHashMap<>();

    void add(String requestId, AttemptRun run) {
        running.put(requestId, run);
    }

    void remove(String requestId, AttemptRun run) {
        running.remove(requestId, run);
    }

    /** Tells the attempt of a request, if it runs here, that the caller went away. */
    public void cancel(String requestId) {
        AttemptRun run = running.get(requestId);
        if (run != null) {
            run.cancelFromAnywhere();
        }
    }

    /** Whether an attempt of a request is being made here, however its lease stands. */
    public boolean has(String requestId, int attempt) {
        AttemptRun run = running.get(requestId);
        return run != null && run.route().attempt() == attempt;
    }

    /** What is attempted at this moment. */
    public List<RouteAssigned> routes() {
        return running.values().stream().map(AttemptRun::route).toList();
    }

    /** Attempts at this moment. */
    public int count() {
        return running.size();
    }
}
