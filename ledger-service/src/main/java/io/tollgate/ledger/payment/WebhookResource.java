package io.tollgate.ledger.payment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import io.tollgate.ledger.LedgerConfig;
import io.tollgate.ledger.access.Answers;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Callbacks of payment providers. They have no key; their signature over the bytes that arrived says who they are. Without a secret in
 * the settings the path does not exist (404).
 *
 * <p>Guarantee: at least once from the provider's side, which repeats until it gets a 2xx; a payment is credited once.
 */
@Path("/webhooks")
@Consumes(MediaType.WILDCARD)
public class WebhookResource {

    private static final String STRIPE = "stripe";
    private static final byte[] NOTHING = {};

    private final Payments payments;
    private final ReturnedPayments returned;
    private final LedgerConfig.Payments config;
    private final Clock clock;

    @Inject
    WebhookResource(Payments payments, ReturnedPayments returned, LedgerConfig config, Clock clock) {
        this.payments = payments;
        this.returned = returned;
        this.config = config.payments();
        this.clock = clock;
    }

    @POST
    @Path("/stripe")
    public Uni<Response> stripe(
            @HeaderParam("Stripe-Signature") @Nullable String signature, byte @Nullable [] content) {
        List<String> secrets = config.stripe().secrets().orElse(List.of());
        if (secrets.isEmpty()) {
            throw notHere(STRIPE);
        }
        byte[] body = content == null ? NOTHING : content;
        SignatureRules.stripe(body, signature, secrets, config.tolerance(), clock);
        return receive(STRIPE, body, NoticeRules::stripe);
    }

    @POST
    @Path("/payments/{adapter}")
    public Uni<Response> own(
            @PathParam("adapter") String adapter,
            @HeaderParam("Payment-Signature") @Nullable String signature,
            byte @Nullable [] content) {
        LedgerConfig.Adapter settings = config.adapters().get(adapter);
        // an adapter with Stripe's name would share its payments
        if (settings == null || settings.secrets().isEmpty() || adapter.equals(STRIPE)) {
            throw notHere(adapter);
        }
        byte[] body = content == null ? NOTHING : content;
        SignatureRules.own(body, signature, settings.secrets(), config.tolerance(), clock.instant());
        return receive(adapter, body, NoticeRules::own);
    }

    private Uni<Response> receive(String provider, byte[] body, Function<JsonBody, Notice> shape) {
        JsonBody event = JsonBody.parse(body);
        NoticeRules.Head head = NoticeRules.head(event);
        return Uni.createFrom()
                .deferred(() -> book(provider, shape.apply(event)))
                .onFailure(RefusalException.class)
                .call(refusal -> keepIfWrong(provider, head, refusal))
                .map(WebhookResource::answer);
    }

    private Uni<EventOutcome> book(String provider, Notice notice) {
        return switch (notice) {
            case Notice.Paid paid ->
                payments.receive(provider, paid).call(() -> returned.settleWaiting(provider, paid.paymentId()));
            case Notice.Refunded refunded -> returned.receive(provider, refunded);
            case Notice.Other other -> Uni.createFrom().item(EventOutcome.IGNORED);
        };
    }

    /** What is wrong in itself is kept for the operator; what only cannot be booked now will come again. */
    private Uni<Void> keepIfWrong(String provider, NoticeRules.Head head, RefusalException refusal) {
        return refusal.status() == 400
                ? payments.refused(provider, head, String.valueOf(refusal.getMessage()))
                : Uni.createFrom().voidItem();
    }

    private static RefusalException notHere(String adapter) {
        return RefusalException.notFound("payments by " + adapter + " are not set up here");
    }

    private static Response answer(EventOutcome outcome) {
        ObjectNode body = Answers.object();
        body.put("received", true);
        body.put("result", outcome.wireName());
        return Answers.ok(body);
    }
}
