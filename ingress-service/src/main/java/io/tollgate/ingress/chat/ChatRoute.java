package io.tollgate.ingress.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.request.Labels;
import io.tollgate.dialects.openai.ChatRequest;
import io.tollgate.dialects.openai.ChatRequests;
import io.tollgate.dialects.openai.RouterMetadata;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.admission.AdmissionRule;
import io.tollgate.ingress.admission.AdmissionRule.Decision;
import io.tollgate.ingress.auth.Authenticator;
import io.tollgate.ingress.auth.Caller;
import io.tollgate.ingress.auth.Role;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.http.ApiFeature;
import io.tollgate.ingress.http.ApiRouter;
import io.tollgate.ingress.http.Body;
import io.tollgate.ingress.http.BodyReader;
import io.tollgate.ingress.http.InFlight;
import io.tollgate.ingress.http.Responses;
import io.tollgate.ingress.idempotency.IdempotencyKeys;
import io.tollgate.ingress.idempotency.KeyUse;
import io.tollgate.ingress.models.Catalogue;
import io.tollgate.ingress.reply.PendingReply;
import io.tollgate.ingress.reply.Replies;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/v1/chat/completions}: who calls, what is asked, may it run, accept it, deliver the reply. */
@ApplicationScoped
public class ChatRoute implements ApiFeature {

    /** Bodies from this size on are read on a worker thread, so that they do not hold up everybody else's. */
    private static final int LARGE_BODY = 64 * 1024;

    private static final Set<Role> INFERENCE = Set.of(Role.INFERENCE);

    private final Vertx vertx;
    private final InFlight inFlight;
    private final Authenticator authenticator;
    private final BodyReader bodies;
    private final Catalogue catalogue;
    private final AdmissionRule admission;
    private final Acceptance acceptance;
    private final KeyedRequests keyed;
    private final Replies replies;
    private final Responses responses;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final int feeBasisPoints;
    private final Duration deadline;
    private final Duration cancelGrace;

    ChatRoute(
            Vertx vertx,
            InFlight inFlight,
            Authenticator authenticator,
            BodyReader bodies,
            Catalogue catalogue,
            Acceptance acceptance,
            KeyedRequests keyed,
            Replies replies,
            Responses responses,
            Clock clock,
            MeterRegistry metrics,
            IngressConfig config) {
        this.vertx = vertx;
        this.inFlight = inFlight;
        this.authenticator = authenticator;
        this.bodies = bodies;
        this.catalogue = catalogue;
        this.acceptance = acceptance;
        this.keyed = keyed;
        this.replies = replies;
        this.responses = responses;
        this.clock = clock;
        this.metrics = metrics;
        this.feeBasisPoints = config.admission().feeBasisPoints();
        this.deadline = config.admission().deadline();
        this.cancelGrace = config.reply().cancelGrace();
        this.admission = new AdmissionRule(feeBasisPoints, config.admission().sliceTokens());
    }

    @Override
    public void mount(ApiRouter api) {
        api.on(HttpMethod.POST, "/api/v1/chat/completions", this::complete);
    }

    private void complete(RoutingContext context) {
        context.request().pause();
        inFlight.enter(context);
        authenticator
                .authenticate(context.request().headers(), INFERENCE)
                .chain(caller -> bodies.inference(context).chain(body -> reply(context, caller, body)))
                .subscribe()
                .with(pending -> deliver(context, pending), failure -> refuse(context, failure));
    }

    private Uni<PendingReply> reply(RoutingContext context, Caller caller, Body body) {
        return Uni.createFrom()
                .deferred(() -> {
                    MultiMap headers = context.request().headers();
                    OnDisconnect onDisconnect = OnDisconnect.of(headers.get(OnDisconnect.HEADER));
                    Optional<String> key = IdempotencyKeys.of(headers.getAll(IdempotencyKeys.HEADER));
                    return parse(body.bytes()).chain(chat -> {
                        Call call = new Call(
                                caller,
                                chat,
                                body.bytes(),
                                onDisconnect,
                                AppHeaders.of(headers),
                                SessionHeader.labels(headers, chat.labels()),
                                MetadataHeader.wish(headers, chat.models()));
                        return key.isPresent()
                                ? once(context, call, key.get())
                                : acceptance.accept(draft(call, Ids.newRequestId()));
                    });
                })
                .onTermination()
                .invoke(body::close);
    }

    private Uni<PendingReply> once(RoutingContext context, Call call, String key) {
        return offload(call.body().length, () -> KeyUse.of(call.key().account(), key, call.body()))
                .chain(use -> keyed.once(
                        use,
                        requestId -> acceptance.accept(draft(call, requestId)),
                        () -> context.response().putHeader(KeyedRequests.REPLAYED_HEADER, "true")));
    }

    private Uni<ChatRequest> parse(byte[] bytes) {
        return offload(bytes.length, () -> ChatRequests.parse(bytes));
    }

    private <T> Uni<T> offload(int bytes, Supplier<T> work) {
        if (bytes < LARGE_BODY) {
            return Uni.createFrom().item(work);
        }
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .<T>emitter(emitter -> context.executeBlocking(work::get, false).onComplete(done -> {
                    if (done.succeeded()) {
                        emitter.complete(done.result());
                    } else {
                        emitter.fail(done.cause());
                    }
                }));
    }

    private Draft draft(Call call, String requestId) {
        Instant now = clock.instant();
        return switch (admission.judge(call.chat(), call.key(), catalogue.view(), now)) {
            case Decision.Refused refused -> throw new ApiException(refused.error());
            case Decision.Admitted admitted ->
                new Draft(
                        requestId,
                        call.key(),
                        Objects.requireNonNull(call.caller().cell()),
                        call.chat(),
                        admitted.models(),
                        admitted.hold(),
                        feeBasisPoints,
                        call.body(),
                        now,
                        now.plus(deadline),
                        call.app(),
                        call.labels(),
                        call.onDisconnect() == OnDisconnect.CANCEL ? cancelGrace : null,
                        call.metadata());
        };
    }

    private void deliver(RoutingContext context, PendingReply pending) {
        metrics.counter("tollgate.ingress.accepted").increment();
        replies.deliver(context, pending);
    }

    private void refuse(RoutingContext context, Throwable failure) {
        metrics.counter("tollgate.ingress.refused").increment();
        responses.failure(
                context, failure instanceof UndecidedException refused ? new ApiException(refused.error()) : failure);
    }

    /** What one caller sent. */
    private record Call(
            Caller caller,
            ChatRequest chat,
            byte[] body,
            OnDisconnect onDisconnect,
            @Nullable App app,
            @Nullable Labels labels,
            @Nullable RouterMetadata metadata) {

        KeyStated key() {
            return Objects.requireNonNull(caller.key());
        }
    }
}
