package io.tollgate.ingress.proxy;

import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.http.ApiFeature;
import io.tollgate.ingress.http.ApiRouter;
import io.tollgate.ingress.http.BodyReader;
import io.tollgate.ingress.owner.Owner;
import io.tollgate.ingress.owner.OwnerCall;
import io.tollgate.ingress.owner.OwnerClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Hands callbacks of payment providers on to the ledger, byte for byte: their signature is over the bytes, and the ledger alone has the
 * secrets. Nobody is authenticated here, so what has no signature at all goes no further, and few may be under way at once.
 */
@ApplicationScoped
public class WebhookRoute implements ApiFeature {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int SIGNATURE_LENGTH = 4096;

    private final BodyReader bodies;
    private final OwnerClient owners;
    private final OwnerAnswers answers;
    private final Duration timeout;
    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    WebhookRoute(BodyReader bodies, OwnerClient owners, OwnerAnswers answers, IngressConfig config) {
        this.bodies = bodies;
        this.owners = owners;
        this.answers = answers;
        this.timeout = config.owners().timeout();
        this.most = config.http().maxWebhooks();
    }

    @Override
    public void mount(ApiRouter api) {
        api.on(HttpMethod.POST, "/webhooks/stripe", context -> handle(context, "Stripe-Signature"));
        api.on(HttpMethod.POST, "/webhooks/payments/{adapter}", context -> handle(context, "Payment-Signature"));
    }

    private void handle(RoutingContext context, String signatureHeader) {
        String signature = context.request().getHeader(signatureHeader);
        if (!isPlausible(signature)) {
            throw new ApiException(ApiError.of(401, "invalid_signature", "the signature is missing or wrong"));
        }
        if (running.incrementAndGet() > most) {
            running.decrementAndGet();
            throw new ApiException(ApiError.unavailable("too many callbacks at the moment", RETRY_AFTER));
        }
        context.addEndHandler(end -> running.decrementAndGet());
        context.request().pause();
        bodies.small(context)
                .chain(body -> owners.call(call(context, signatureHeader, String.valueOf(signature), body.bytes())))
                .subscribe()
                .with(
                        reply -> answers.answer(context, Owner.LEDGER, reply),
                        failure -> answers.failed(context, Owner.LEDGER, failure));
    }

    private static boolean isPlausible(@Nullable String signature) {
        return signature != null && !signature.isBlank() && signature.length() <= SIGNATURE_LENGTH;
    }

    private OwnerCall call(RoutingContext context, String signatureHeader, String signature, byte[] body) {
        HttpServerRequest request = context.request();
        Map<String, String> headers = ForwardedHeaders.of(context);
        headers.put(signatureHeader, signature);
        return new OwnerCall(Owner.LEDGER, request.method(), context.normalizedPath(), headers, body, timeout);
    }
}
