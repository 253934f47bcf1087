package io.tollgate.ingress.chat;

import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.Labels;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.dialects.openai.ChatRequest;
import io.tollgate.dialects.openai.RouterMetadata;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.ReplyRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat request that may run, and the events that say so.
 *
 * @param models those of the caller's models that can serve it, in its order
 * @param cell home cell of the account
 * @param labels what the caller wrote on it for its own records; absent if nothing
 * @param cancelAfter time without any reader after which it is cancelled; absent if it goes on
 * @param metadata renders the route for a caller that wants to see it; absent otherwise
 */
record Draft(
        String requestId,
        KeyStated key,
        String cell,
        ChatRequest chat,
        List<String> models,
        HoldTerms hold,
        int feeBasisPoints,
        byte[] body,
        Instant acceptedAt,
        Instant deadline,
        @Nullable App app,
        @Nullable Labels labels,
        @Nullable Duration cancelAfter,
        @Nullable RouterMetadata metadata) {

    private static final String OPERATION = "chat";

    Draft {
        models = List.copyOf(models);
    }

    String account() {
        return key.account();
    }

    CreditHolds.Place place() {
        return new CreditHolds.Place(
                requestId,
                key.account(),
                key.key(),
                hold.amount(),
                deadline,
                hold.limitWindow(),
                key.limit(),
                key.concurrency(),
                key.requestsPerMinute());
    }

    /** What its reply must be rendered with, wherever and whenever. */
    ReplyRequest reply() {
        return new ReplyRequest(
                key.account(),
                key.key(),
                models.getFirst(),
                acceptedAt.getEpochSecond(),
                chat.stream(),
                chat.withReasoning(),
                chat.preferences().zeroDataRetention(),
                cancelAfter,
                deadline,
                metadata == null ? null : new ReplyRequest.ShownRoute(metadata.requested(), metadata.strategy()));
    }

    HoldPlaced holdPlaced() {
        return new HoldPlaced(
                requestId, key.account(), key.key(), hold.amount(), hold.limitWindow(), acceptedAt, deadline);
    }

    InferenceRequested requested(BodyReference reference) {
        return new InferenceRequested(
                requestId,
                OPERATION,
                key.account(),
                key.key(),
                cell,
                models,
                chat.preferences(),
                chat.features(),
                chat.stream(),
                hold,
                feeBasisPoints,
                null,
                reference,
                acceptedAt,
                deadline,
                app,
                chat.user(),
                labels);
    }

    /** That the request was not accepted after all. */
    RequestClosed refused(Instant at) {
        return new RequestClosed(requestId, key.account(), key.key(), Outcome.REFUSED, 0, hold.amount(), "server", at);
    }
}
