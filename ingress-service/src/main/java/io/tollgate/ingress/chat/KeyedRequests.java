package io.tollgate.ingress.chat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.idempotency.IdempotentRequests;
import io.tollgate.ingress.idempotency.KeyUse;
import io.tollgate.ingress.idempotency.Turn;
import io.tollgate.ingress.reply.PendingReply;
import io.tollgate.ingress.reply.Replies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** Runs a request under an idempotency key once, and gives its reply to everybody who sends it again. */
@ApplicationScoped
public class KeyedRequests {

    /** The response header that tells a repeat from the first request. */
    static final String REPLAYED_HEADER = "Idempotent-Replayed";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final IdempotentRequests idempotent;
    private final Replies replies;
    private final Vertx vertx;
    private final Counter attached;

    KeyedRequests(IdempotentRequests idempotent, Replies replies, Vertx vertx, MeterRegistry metrics) {
        this.idempotent = idempotent;
        this.replies = replies;
        this.vertx = vertx;
        this.attached = metrics.counter("tollgate.ingress.attached");
    }

    /**
     * The wait for the reply of the one request that the key stands for. Fails as {@link IdempotentRequests#turn}, as the run, or with 409
     * if the reply is not kept any more. Call it on the request's context; it emits there.
     *
     * @param run accepts the request under an id
     * @param onRepeat called before the wait is emitted if the request was sent before
     */
    Uni<PendingReply> once(KeyUse use, Function<String, Uni<PendingReply>> run, Runnable onRepeat) {
        Context context = vertx.getOrCreateContext();
        return idempotent
                .turn(use)
                .emitOn(command -> context.runOnContext(unused -> command.run()))
                .chain(turn -> switch (turn) {
                    case Turn.Run first -> first(use, first.requestId(), run);
                    case Turn.Attach repeat -> attach(use, repeat.requestId()).invoke(onRepeat);
                });
    }

    private Uni<PendingReply> first(KeyUse use, String requestId, Function<String, Uni<PendingReply>> run) {
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .deferred(() -> run.apply(requestId))
                .invoke(pending -> note(use, pending))
                .onFailure(ApiException.class)
                .call(() -> idempotent.refused(use, requestId))
                .emitOn(command -> context.runOnContext(unused -> command.run()));
    }

    /** Does not hold the reply up: until it is noted, a repeat waits, and later asks the lease. */
    private void note(KeyUse use, PendingReply pending) {
        idempotent.accepted(use, pending.requestId()).subscribe().with(ours -> {
            if (!ours) {
                ApiError error = ApiError.unavailable("this request was sent again and runs elsewhere", RETRY_AFTER);
                replies.fail(pending, error);
            }
        });
    }

    private Uni<PendingReply> attach(KeyUse use, String requestId) {
        attached.increment();
        return replies.join(requestId, use.account(), true).map(joined -> orGone(joined, requestId));
    }

    private static PendingReply orGone(Optional<PendingReply> joined, String requestId) {
        return joined.orElseThrow(() -> new ApiException(
                ApiError.of(409, "conflict", "this request was answered before, and its answer is not kept any more")
                        .withMetadata("reason", "answer_not_kept")
                        .withMetadata("generation_id", requestId)
                        .withHeader(ApiError.SHOULD_RETRY, "false")));
    }
}
