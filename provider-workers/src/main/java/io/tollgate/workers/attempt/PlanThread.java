package io.tollgate.workers.attempt;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** Chooses where a body is translated: small ones at once, large ones away from the event loop. */
final class PlanThread {

    /** Translating this many bytes takes about a millisecond. */
    private static final int LARGE_BYTES = 128 * 1024;

    private PlanThread() {}

    static <T> Uni<T> run(Vertx vertx, int bytes, Supplier<T> translation) {
        if (bytes < LARGE_BYTES) {
            return Uni.createFrom().item(translation);
        }
        return Uni.createFrom()
                .completionStage(
                        () -> vertx.executeBlocking(translation::get, false).toCompletionStage());
    }
}
