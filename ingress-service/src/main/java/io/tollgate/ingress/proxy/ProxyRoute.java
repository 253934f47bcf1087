package io.tollgate.ingress.proxy;

import io.tollgate.contracts.account.KeyStated;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.auth.Authenticator;
import io.tollgate.ingress.auth.Caller;
import io.tollgate.ingress.auth.Role;
import io.tollgate.ingress.http.ApiFeature;
import io.tollgate.ingress.http.ApiRouter;
import io.tollgate.ingress.http.Body;
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
import java.util.Set;

/**
 * Hands operations on to the services that own them. The caller is authenticated here; the owner learns from internal headers who it
 * is, and nothing the caller sent can pass for them. An owner that is down gives a typed 503.
 */
@ApplicationScoped
public class ProxyRoute implements ApiFeature {

    private static final Set<Role> ANY_KEY = Set.of(Role.INFERENCE, Role.MANAGEMENT);
    private static final Set<Role> MANAGEMENT = Set.of(Role.MANAGEMENT);
    private static final Set<Role> OPERATOR = Set.of(Role.OPERATOR);

    private final Authenticator authenticator;
    private final BodyReader bodies;
    private final OwnerClient owners;
    private final OwnerAnswers answers;
    private final Duration timeout;

    ProxyRoute(
            Authenticator authenticator,
            BodyReader bodies,
            OwnerClient owners,
            OwnerAnswers answers,
            IngressConfig config) {
        this.authenticator = authenticator;
        this.bodies = bodies;
        this.owners = owners;
        this.answers = answers;
        this.timeout = config.owners().timeout();
    }

    @Override
    public void mount(ApiRouter api) {
        proxy(api, HttpMethod.GET, "/api/v1/keys", Owner.LEDGER, MANAGEMENT);
        proxy(api, HttpMethod.POST, "/api/v1/keys", Owner.LEDGER, MANAGEMENT);
        proxy(api, HttpMethod.GET, "/api/v1/keys/{hash}", Owner.LEDGER, MANAGEMENT);
        proxy(api, HttpMethod.PATCH, "/api/v1/keys/{hash}", Owner.LEDGER, MANAGEMENT);
        proxy(api, HttpMethod.DELETE, "/api/v1/keys/{hash}", Owner.LEDGER, MANAGEMENT);
        proxy(api, HttpMethod.GET, "/api/v1/credits", Owner.LEDGER, ANY_KEY);
        proxy(api, HttpMethod.POST, "/api/v1/credits/redeem", Owner.LEDGER, ANY_KEY);
        proxy(api, HttpMethod.GET, "/api/v1/key", Owner.LEDGER, ANY_KEY);
        proxy(api, HttpMethod.GET, "/api/v1/generation", Owner.LEDGER, ANY_KEY);
        proxy(api, HttpMethod.GET, "/api/v1/activity", Owner.METERING, MANAGEMENT);
        operator(api, "/operator/v1/accounts", Owner.LEDGER);
        proxy(api, HttpMethod.GET, "/api/v1/statements", Owner.LEDGER, MANAGEMENT);
        operator(api, "/operator/v1/payments", Owner.LEDGER);
        operator(api, "/operator/v1/vouchers", Owner.LEDGER);
        operator(api, "/operator/v1/audit/ledger", Owner.LEDGER);
        operator(api, "/operator/v1/statements", Owner.LEDGER);
        operator(api, "/operator/v1/payables", Owner.LEDGER);
        operator(api, "/operator/v1/months", Owner.LEDGER);
        operator(api, "/operator/v1/rerate", Owner.LEDGER);
        operator(api, "/operator/v1/reports", Owner.METERING);
        operator(api, "/operator/v1/audit/metering", Owner.METERING);
        operator(api, "/operator/v1/catalogue", Owner.ROUTER);
        operator(api, "/operator/v1/providers", Owner.ROUTER);
    }

    private void proxy(ApiRouter api, HttpMethod method, String path, Owner owner, Set<Role> roles) {
        api.on(method, path, context -> handle(context, owner, roles));
    }

    private void operator(ApiRouter api, String prefix, Owner owner) {
        api.everythingUnder(prefix, context -> handle(context, owner, OPERATOR));
    }

    private void handle(RoutingContext context, Owner owner, Set<Role> roles) {
        context.request().pause();
        authenticator
                .authenticate(context.request().headers(), roles)
                .chain(caller -> bodies.small(context).chain(body -> {
                    OwnerCall call = call(context, owner, caller, body);
                    return owners.call(call);
                }))
                .subscribe()
                .with(
                        reply -> answers.answer(context, owner, reply),
                        failure -> answers.failed(context, owner, failure));
    }

    private OwnerCall call(RoutingContext context, Owner owner, Caller caller, Body body) {
        HttpServerRequest request = context.request();
        Map<String, String> headers = ForwardedHeaders.of(context);
        headers.put("X-Tollgate-Role", caller.role().wireName());
        KeyStated key = caller.key();
        if (key != null) {
            headers.put("X-Tollgate-Account", key.account());
            headers.put("X-Tollgate-Key", key.key());
            headers.put("X-Tollgate-Key-Hash", key.hash());
        }
        String query = request.query();
        // the path that was matched, not the one that was sent: what looks like another path here must not become one
        // there
        String target = context.normalizedPath() + (query == null ? "" : "?" + query);
        return new OwnerCall(owner, request.method(), target, headers, body.bytes(), timeout);
    }
}
