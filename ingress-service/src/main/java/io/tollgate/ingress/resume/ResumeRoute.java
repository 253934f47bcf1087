package io.tollgate.ingress.resume;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.ingress.auth.Authenticator;
import io.tollgate.ingress.auth.Caller;
import io.tollgate.ingress.auth.Role;
import io.tollgate.ingress.cancel.Cancellations;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.http.ApiFeature;
import io.tollgate.ingress.http.ApiRouter;
import io.tollgate.ingress.http.InFlight;
import io.tollgate.ingress.http.Responses;
import io.tollgate.ingress.reply.EventPosition;
import io.tollgate.ingress.reply.PendingReply;
import io.tollgate.ingress.reply.Replies;
import io.tollgate.livestate.ReplyReaders.Found;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * {@code /api/v1/generation/{id}/stream}, {@code /response} and {@code /cancel}: a reply can be read on, read again and stopped by every
 * key of its account, at any instance, while it runs and for a while after. What another account asked, what is not kept any more and what
 * is no id are the same 404.
 */
@ApplicationScoped
public class ResumeRoute implements ApiFeature {

    private static final Logger LOG = Logger.getLogger(ResumeRoute.class);
    private static final Set<Role> ANY_KEY = Set.of(Role.INFERENCE, Role.MANAGEMENT);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final InFlight inFlight;
    private final Authenticator authenticator;
    private final Replies replies;
    private final Cancellations cancellations;
    private final Responses responses;

    ResumeRoute(
            InFlight inFlight,
            Authenticator authenticator,
            Replies replies,
            Cancellations cancellations,
            Responses responses) {
        this.inFlight = inFlight;
        this.authenticator = authenticator;
        this.replies = replies;
        this.cancellations = cancellations;
        this.responses = responses;
    }

    @Override
    public void mount(ApiRouter api) {
        api.on(HttpMethod.GET, "/api/v1/generation/{id}/stream", this::stream);
        api.on(HttpMethod.GET, "/api/v1/generation/{id}/response", this::response);
        api.on(HttpMethod.POST, "/api/v1/generation/{id}/cancel", this::cancel);
    }

    private void stream(RoutingContext context) {
        inFlight.enter(context);
        HttpServerRequest request = context.request();
        account(context)
                .chain(account -> {
                    EventPosition after = ResumePosition.of(
                            request.getHeader(ResumePosition.HEADER), request.getParam(ResumePosition.PARAMETER));
                    return join(id(context), account).invoke(pending -> replies.stream(context, pending, after));
                })
                .subscribe()
                .with(pending -> {}, failure -> responses.failure(context, failure));
    }

    private void response(RoutingContext context) {
        inFlight.enter(context);
        account(context)
                .chain(account -> {
                    String id = id(context);
                    return find(id, account, false)
                            .chain(found -> found.ended() ? join(id, account) : refuse(stillRunning()));
                })
                .subscribe()
                .with(pending -> replies.whole(context, pending), failure -> responses.failure(context, failure));
    }

    private void cancel(RoutingContext context) {
        account(context)
                .chain(account -> {
                    String id = id(context);
                    return find(id, account, true)
                            .chain(found -> found.ended()
                                    ? Uni.createFrom().item(false)
                                    : cancellations
                                            .cancel(id, account)
                                            .onFailure()
                                            .transform(ResumeRoute::unavailable)
                                            .replaceWith(true));
                })
                .subscribe()
                .with(stopped -> cancelled(context, stopped), failure -> responses.failure(context, failure));
    }

    private void cancelled(RoutingContext context, boolean stopped) {
        JsonNode body = WireJson.object()
                .put("id", id(context))
                .put("object", "generation.cancellation")
                .put("status", stopped ? "cancelling" : "finished");
        responses.json(context, stopped ? 202 : 200, WireJson.write(body));
    }

    private Uni<String> account(RoutingContext context) {
        return authenticator
                .authenticate(context.request().headers(), ANY_KEY)
                .map(Caller::key)
                .map(Objects::requireNonNull)
                .map(KeyStated::account);
    }

    private Uni<PendingReply> join(String id, String account) {
        return replies.join(id, account, false).map(ResumeRoute::present);
    }

    private Uni<Found> find(String id, String account, boolean evenIfNothingIsKept) {
        return replies.find(id, account, evenIfNothingIsKept).map(ResumeRoute::present);
    }

    private static String id(RoutingContext context) {
        String id = context.pathParam("id");
        return Ids.requestUuid(id).map(uuid -> id).orElseThrow(() -> new ApiException(notFound()));
    }

    private static <T> T present(Optional<T> found) {
        return found.orElseThrow(() -> new ApiException(notFound()));
    }

    private static <T> Uni<T> refuse(ApiError error) {
        return Uni.createFrom().failure(new ApiException(error));
    }

    private static ApiError notFound() {
        return ApiError.notFound("there is no such generation, or its answer is not kept any more");
    }

    private static ApiError stillRunning() {
        return ApiError.of(409, "conflict", "this generation is still running")
                .withHeader(ApiError.SHOULD_RETRY, "true")
                .withRetryAfter(ASK_AGAIN);
    }

    private static ApiException unavailable(Throwable failure) {
        LOG.warnf("a request cannot be cancelled: %s", failure.getMessage());
        return new ApiException(ApiError.unavailable("requests cannot be cancelled at the moment", RETRY_AFTER));
    }
}
