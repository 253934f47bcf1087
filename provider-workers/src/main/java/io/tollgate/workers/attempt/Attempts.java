package io.tollgate.workers.attempt;

import io.smallrye.mutiny.Uni;
import io.tollgate.workers.assignment.Assignment;
import io.vertx.core.Context;
import jakarta.enterprise.context.ApplicationScoped;

/** Runs attempts that this process has claimed. */
@ApplicationScoped
public class Attempts {

    private final AttemptTools tools;
    private final RunningAttempts running;

    Attempts(AttemptTools tools, RunningAttempts running) {
        this.tools = tools;
        this.running = running;
    }

    /**
     * Runs an attempt to its conclusion, whatever that is.
     *
     * @param fence of the lease
     * @param context where everything of the attempt happens; the caller must be on it
     * @param cancelled whether the caller is known to be gone
     * @return completes when the dispatch record may be acknowledged
     */
    public Uni<Void> run(Assignment assignment, long fence, Context context, boolean cancelled) {
        AttemptRun run = new AttemptRun(tools, assignment, fence, context, cancelled);
        running.add(assignment.requestId(), run);
        tools.metrics.begun();
        return run.run().onTermination().invoke(() -> {
            running.remove(assignment.requestId(), run);
            tools.metrics.over();
        });
    }
}
