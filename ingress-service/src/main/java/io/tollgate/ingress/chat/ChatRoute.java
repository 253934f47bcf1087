package io.tollgate.ingress.chat;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.dialects.openai.ChatRequest;
import io.tollgate.dialects.openai.ChatRequests;
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
import io.tollgate.ingress.models.Catalogue;
import io.tollgate.ingress.reply.Replies;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/** {@code POST /api/v1/chat/completions}: who calls, what is asked, may it run, accept it, deliver the reply. */
@ApplicationScoped
public class ChatRoute implements ApiFeature {

    static final String GENERATION_HEADER = "X-Generation-Id";

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
    private final Replies replies;
    private final Responses responses;
    private final Clock clock;
    private final MeterRegistry metrics;
    private final int feeBasisPoints;
    private final Duration deadline;

    ChatRoute(
            Vertx vertx,
            InFlight inFlight,
            Authenticator authenticator,
            BodyReader bodies,
            Catalogue catalogue,
            Acceptance acceptance,
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
        this.replies = replies;
        this.responses = responses;
        this.clock = clock;
        this.metrics = metrics;
        this.feeBasisPoints = config.admission().feeBasisPoints();
        this.deadline = config.admission().deadline();
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
                .chain(caller -> bodies.inference(context).chain(body -> accept(context, caller, body)))
                .subscribe()
                .with(expected -> deliver(context, expected), failure -> refuse(context, failure));
    }

    private Uni<Replies.Expected> accept(RoutingContext context, Caller caller, Body body) {
        return parse(body.bytes())
                .map(chat -> draft(context, caller, chat, body.bytes()))
                .chain(draft -> acceptance
                        .accept(draft)
                        .replaceWith(new Replies.Expected(
                                draft.requestId(),
                                draft.account(),
                                draft.models().getFirst(),
                                draft.chat().stream(),
                                draft.chat().withReasoning(),
                                MetadataHeader.wish(
                                        context.request().headers(),
                                        draft.chat().models()),
                                draft.deadline())))
                .onTermination()
                .invoke(body::close);
    }

    private Uni<ChatRequest> parse(byte[] bytes) {
        if (bytes.length < LARGE_BODY) {
            return Uni.createFrom().item(() -> ChatRequests.parse(bytes));
        }
        Context context = vertx.getOrCreateContext();
        return Uni.createFrom()
                .<ChatRequest>emitter(emitter -> context.executeBlocking(() -> ChatRequests.parse(bytes), false)
                        .onComplete(done -> {
                            if (done.succeeded()) {
                                emitter.complete(done.result());
                            } else {
                                emitter.fail(done.cause());
                            }
                        }));
    }

    private Draft draft(RoutingContext context, Caller caller, ChatRequest chat, byte[] body) {
        KeyStated key = Objects.requireNonNull(caller.key());
        Instant now = clock.instant();
        return switch (admission.judge(chat, key, catalogue.view(), now)) {
            case Decision.Refused refused -> throw new ApiException(refused.error());
            case Decision.Admitted admitted ->
                new Draft(
                        Ids.newRequestId(),
                        key,
                        Objects.requireNonNull(caller.cell()),
                        chat,
                        admitted.models(),
                        admitted.hold(),
                        feeBasisPoints,
                        body,
                        now,
                        now.plus(deadline),
                        AppHeaders.of(context.request().headers()));
        };
    }

    private void deliver(RoutingContext context, Replies.Expected expected) {
        metrics.counter("tollgate.ingress.accepted").increment();
        if (!context.response().closed()) {
            context.response().putHeader(GENERATION_HEADER, expected.requestId());
        }
        replies.deliver(context, expected);
    }

    private void refuse(RoutingContext context, Throwable failure) {
        metrics.counter("tollgate.ingress.refused").increment();
        responses.failure(context, failure);
    }
}
