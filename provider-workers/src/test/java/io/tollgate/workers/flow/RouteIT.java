package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.dialects.reply.End;
import io.tollgate.testkit.InfrastructureResource;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The stops of a route: where a request goes when a provider fails, is slow or is full. */
@QuarkusTest
@TestProfile(WorkersProfile.class)
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "workers"))
class RouteIT extends RequestFlow {

    @Test
    void shouldGoToTheNextStopBeforeTheFirstTokenAndNameEveryAttempt() {
        String broken = provider.answering(
                "broken", request -> request.response().setStatusCode(500).end("{\"error\":{\"message\":\"oops\"}}"));
        String good = provider.answering("good", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route =
                Requests.route(account, true, HOLD, Requests.stop("openai", broken), Requests.stop("anthropic", good));

        dispatch(route);

        End end = end(route);
        assertThat(end.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(end.attempts()).isEqualTo(2);
        List<UsageRecorded> usages = usage(route, 2);
        assertThat(usages).extracting(UsageRecorded::outcome).containsExactly(Outcome.FAILED, Outcome.COMPLETED);
        assertThat(usages.getFirst().usage()).isEqualTo(Usage.NONE);
        assertThat(usages.getFirst().rating().charge()).isEqualTo(NanoUsd.ZERO);
        assertThat(closed(route).attempts()).isEqualTo(2);
    }

    @Test
    void shouldTellTheFailureOfAnExhaustedRoute() {
        String limited = provider.answering(
                "limited",
                request -> request.response()
                        .setStatusCode(429)
                        .putHeader("retry-after", "7")
                        .end("{\"error\":{\"message\":\"slow down\"}}"));
        RouteAssigned route = Requests.route(
                account, true, HOLD, Requests.stop("openai", limited), Requests.stop("anthropic", limited));

        dispatch(route);

        End end = end(route);
        assertThat(end.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(end.failure()).status()).isEqualTo(429);
        assertThat(end.failure().errorType()).isEqualTo("capacity_exhausted");
        assertThat(end.failure().retryAfterSeconds()).isEqualTo(7);
        assertThat(frames(route)).hasSize(1);
        assertThat(provider.calls("limited")).isEqualTo(2);
    }

    @Test
    void shouldEndWithAnErrorWhenTheStreamBreaksAfterTheFirstToken() {
        String url = provider.answering("cut", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            response.write(ScriptedProvider.text("half an ans"));
            provider.vertx().setTimer(100, later -> request.connection().close());
        });
        String other = provider.answering("other", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route =
                Requests.route(account, true, HOLD, Requests.stop("openai", url), Requests.stop("anthropic", other));

        dispatch(route);

        End end = end(route);
        assertThat(end.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(Objects.requireNonNull(end.failure()).status()).isEqualTo(502);
        UsageRecorded usage = usage(route).getFirst();
        assertThat(usage.rating().charge()).isEqualTo(NanoUsd.ZERO);
        assertThat(usage.rating().absorbed()).isGreaterThan(NanoUsd.ZERO);
        assertThat(provider.calls("other")).isZero();
    }

    @Test
    void shouldNotLetASlowProviderHoldUpAnother() {
        Promise<Void> released = Promise.promise();
        String slow = provider.answering("slow", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            // it has begun, so no time limit ends it before the test does
            response.write(ScriptedProvider.text("not yet, "));
            released.future().onSuccess(now -> {
                response.write(ScriptedProvider.text("at last"));
                response.write(ScriptedProvider.finish());
                response.write(ScriptedProvider.usage(1, 1));
                response.end(ScriptedProvider.done());
            });
        });
        String quick = provider.answering("quick", ScriptedProviderScripts::shortAnswer);
        RouteAssigned running = Requests.route(account, true, HOLD, Requests.stop("groq", slow));
        RouteAssigned waiting = Requests.route(account, true, HOLD, Requests.stop("groq", slow));
        RouteAssigned tooMany = Requests.route(account, true, HOLD, Requests.stop("groq", slow));
        RouteAssigned handedOn =
                Requests.route(account, true, HOLD, Requests.stop("groq", slow), Requests.stop("deepseek", quick));
        RouteAssigned other = Requests.route(account, true, HOLD, Requests.stop("openai", quick));

        dispatch(running);
        await().atMost(PATIENCE).until(() -> provider.calls("slow") == 1);
        dispatch(waiting);
        HttpClient client = HttpClient.newHttpClient();
        await().atMost(PATIENCE)
                .until(() -> get(client, "metrics").contains("tollgate_workers_pool_waiting{provider=\"groq\"} 1.0"));
        dispatch(tooMany);
        dispatch(handedOn);
        dispatch(other);

        assertThat(end(other).outcome()).isEqualTo(Outcome.COMPLETED);
        End shed = end(tooMany);
        assertThat(shed.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(Objects.requireNonNull(shed.failure()).errorType()).isEqualTo("capacity_exhausted");
        assertThat(end(handedOn).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(ended(running)).isFalse();
        released.complete();
        assertThat(end(running).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(end(waiting).outcome()).isEqualTo(Outcome.COMPLETED);
    }
}
