package io.tollgate.workers.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.dispatch.Stop;
import io.tollgate.dialects.Dialects;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderDialect;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.provider.ProviderRequest;
import io.tollgate.dialects.provider.Target;
import io.tollgate.workers.WorkersConfig;
import io.tollgate.workers.call.CallPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a route's stop and the caller's body into the call to make. */
final class CallPreparation {

    private static final String ATTEMPT_HEADER = "x-tollgate-attempt";

    private CallPreparation() {}

    /**
     * The call.
     *
     * @param outputLimit what credit covers, if that is less than the caller and the endpoint allow; absent otherwise
     * @throws NotCallableException if the dialect is unknown or cannot express the request
     */
    static CallPlan plan(
            RouteAssigned route,
            byte[] body,
            String apiKey,
            @Nullable Long outputLimit,
            WorkersConfig.TimeoutConfig timeouts,
            Instant now) {
        Stop stop = route.stop();
        ProviderDialect dialect = Dialects.byName(stop.dialect())
                .orElseThrow(() -> NotCallableException.internal("This provider's dialect is not spoken here."));
        Target target = new Target(
                stop.providerModel(),
                stop.model(),
                stop.provider(),
                route.stream(),
                least(least(route.features().maxOutputTokens(), stop.maxOutputTokens()), outputLimit),
                Ids.attemptId(route.requestId(), route.attempt()).toString());
        Duration left = Duration.between(now, route.deadline());
        return new CallPlan(
                stop.baseUrl(),
                referring(request(dialect, parse(body), target), stop, target),
                dialect,
                target,
                Boolean.TRUE.equals(stop.media()),
                apiKey,
                shorter(timeouts.firstToken(), left),
                shorter(timeouts.total(), left));
    }

    /** Tells the simulator which attempt a call is, so that its record can be compared with ours; providers are not told. */
    private static ProviderRequest referring(ProviderRequest request, Stop stop, Target target) {
        if (!stop.simulated()) {
            return request;
        }
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put(ATTEMPT_HEADER, target.attemptId());
        return new ProviderRequest(request.path(), headers, request.body());
    }

    private static ObjectNode parse(byte[] body) {
        try {
            JsonNode tree = WireJson.mapper().readTree(body);
            if (tree instanceof ObjectNode chat) {
                return chat;
            }
        } catch (IOException unreadable) {
            // falls through: the message of the exception may quote the prompt
        }
        throw NotCallableException.internal("The request could not be read.");
    }

    private static ProviderRequest request(ProviderDialect dialect, ObjectNode chat, Target target) {
        try {
            return dialect.request(chat, target);
        } catch (ProviderFailureException inexpressible) {
            throw new NotCallableException(inexpressible.failure(), null);
        } catch (IllegalArgumentException inexpressible) {
            throw NotCallableException.internal("The request could not be translated for the provider.");
        }
    }

    /** An output limit is stated only if the caller set one or credit does; the endpoint's own limit applies by itself. */
    private static @Nullable Long least(@Nullable Long a, @Nullable Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Long.valueOf(Math.min(a, b));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
