package io.tollgate.ingress.reply;

import io.tollgate.contracts.usage.Outcome;
import io.tollgate.dialects.openai.ChatRenderer;
import io.tollgate.dialects.openai.RouterMetadata;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiErrors;
import io.tollgate.ingress.http.Responses;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** A reply in one piece: nothing is sent before its end, so every failure keeps its status. */
final class WholeReply implements Answer {

    private final RoutingContext context;
    private final Responses responses;
    private final ChatRenderer renderer;
    private final @Nullable RouterMetadata metadata;
    private final ReplyAccumulator reply = new ReplyAccumulator();
    private @Nullable Head head;

    /** @param metadata renders the route for a caller that wants to see it; absent otherwise */
    WholeReply(RoutingContext context, Responses responses, ChatRenderer renderer, @Nullable RouterMetadata metadata) {
        this.context = context;
        this.responses = responses;
        this.renderer = renderer;
        this.metadata = metadata;
    }

    @Override
    public void frame(Frame frame) {
        if (frame.head() != null) {
            head = frame.head();
        }
        reply.addAll(frame.events());
        End end = frame.end();
        if (end != null) {
            finish(end);
        }
    }

    private void finish(End end) {
        ReplyFailure failure = end.failure();
        Head answerer = head;
        boolean paidFor = end.outcome() == Outcome.BUDGET_EXHAUSTED && reply.hasOutput();
        if (answerer != null && (failure == null || paidFor)) {
            responses.json(context, 200, renderer.whole(answerer, reply, end));
        } else if (failure == null) {
            fail(ApiError.of(502, "provider_unavailable", "the reply ended before it began"));
        } else {
            ApiError error = ApiErrors.of(end, failure);
            fail(answerer == null ? error : error.withHeader(ApiError.SHOULD_RETRY, "false"));
        }
    }

    @Override
    public void fail(ApiError error) {
        responses.error(context, error, metadata);
    }

    @Override
    public void quiet() {
        // the status is not known yet, and nothing can be sent before it
    }

    @Override
    public boolean full() {
        return false;
    }
}
