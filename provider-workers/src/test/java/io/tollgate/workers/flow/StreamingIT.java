package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.attempt.AttemptStarted;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.reply.End;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.testkit.InfrastructureResource;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A reply on its way: streamed, whole, cancelled. */
@QuarkusTest
@TestProfile(WorkersProfile.class)
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "workers"))
class StreamingIT extends RequestFlow {

    @Test
    void shouldStreamAndChargeWhatTheProviderReported() {
        String url = provider.answering("happy", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            response.write(ScriptedProvider.text("Hello"));
            provider.vertx().setTimer(100, later -> {
                response.write(ScriptedProvider.text(" world"));
                response.write(ScriptedProvider.finish());
                response.write(ScriptedProvider.usage(11, 7));
                response.end(ScriptedProvider.done());
            });
        });
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        dispatch(route);

        End end = end(route);
        assertThat(end.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(end.failure()).isNull();
        assertThat(text(route)).isEqualTo("Hello world");
        assertThat(frames(route).getFirst().head()).isNotNull();
        UsageRecorded usage = usage(route).getFirst();
        assertThat(usage.usage().promptTokens()).isEqualTo(11);
        assertThat(usage.usage().completionTokens()).isEqualTo(7);
        assertThat(usage.usage().source()).isEqualTo(UsageSource.REPORTED);
        assertThat(usage.rating().cost()).isEqualTo(NanoUsd.of(11 * 1_000 + 7 * 2_000));
        assertThat(usage.rating().fee()).isEqualTo(NanoUsd.of(1_250));
        assertThat(usage.finishReason()).isEqualTo("stop");
        assertThat(end.rating()).isEqualTo(usage.rating());
        assertThat(closed(route).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(kafka.await(AttemptStarted.class, event -> event.requestId().equals(route.requestId()), 1))
                .hasSize(1);
        AttemptFinished finished = kafka.await(
                        AttemptFinished.class, event -> event.requestId().equals(route.requestId()), 1)
                .getFirst();
        assertThat(finished.timeToFirstTokenMillis()).isNotNull();
    }

    @Test
    void shouldPassOnAWholeAnswer() {
        String url = provider.answering(
                "whole",
                request -> request.response()
                        .putHeader("content-type", "application/json")
                        .end(
                                "{\"id\":\"up-2\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
                                        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"All of it\"},"
                                        + "\"finish_reason\":\"stop\"}],\"usage\":" + ScriptedProvider.usageBody(5, 3)
                                        + "}"));
        RouteAssigned route = Requests.route(account, false, HOLD, Requests.stop("openai", url));

        dispatch(route);

        assertThat(end(route).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(text(route)).isEqualTo("All of it");
        assertThat(usage(route).getFirst().usage().completionTokens()).isEqualTo(3);
        // a whole answer cannot be watched, so its credit is set aside before the call
        assertThat(closed(route).hold()).isGreaterThan(HOLD);
    }

    @Test
    void shouldCloseTheCallWhenTheCallerGoesAwayAndChargeWhatCame() {
        String url = endless();
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        dispatch(route);
        await().atMost(PATIENCE).until(() -> frames(route).size() > 2);
        leases.cancel(account, route.requestId()).await().atMost(PATIENCE);

        assertThat(end(route).outcome()).isEqualTo(Outcome.CANCELLED);
        UsageRecorded usage = usage(route).getFirst();
        assertThat(usage.usage().source()).isEqualTo(UsageSource.ESTIMATED);
        assertThat(usage.rating().charge()).isGreaterThan(NanoUsd.ZERO);
        await().atMost(PATIENCE).until(() -> provider.closed("endless") > 0);
    }

    @Test
    void shouldStopWhenTheInstanceOfAllReadersDied() {
        String url = endless();
        // accepted when a reader may have died since
        Instant acceptedAt = Instant.now().minus(ReplyReaders.SILENT).minusSeconds(1);
        RouteAssigned route = Requests.route(account, acceptedAt, HOLD, Requests.stop("openai", url));
        RouteAssigned goesOn = Requests.route(account, acceptedAt, HOLD, Requests.stop("openai", url));
        hold(route, Duration.ofMillis(500));
        hold(goesOn, null);
        publish(route);
        publish(goesOn);
        await().atMost(PATIENCE)
                .until(() -> !frames(route).isEmpty() && !frames(goesOn).isEmpty());

        try (DirectRedis redis = new DirectRedis()) {
            redis.loseReaders(route.requestId());
            redis.loseReaders(goesOn.requestId());
        }

        assertThat(end(route).outcome()).isEqualTo(Outcome.CANCELLED);
        int seen = frames(goesOn).size();
        await().atMost(PATIENCE).until(() -> frames(goesOn).size() > seen + 1);
        leases.cancel(account, goesOn.requestId()).await().atMost(PATIENCE);
        assertThat(end(goesOn).outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void shouldReadOnWhereClosingDoesNotStopTheBill() {
        String url = provider.answering("stubborn", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            response.write(ScriptedProvider.text("begun"));
            provider.vertx().setTimer(2_000, later -> {
                response.write(ScriptedProvider.text(" and billed"));
                response.write(ScriptedProvider.finish());
                response.write(ScriptedProvider.usage(5, 40));
                response.end(ScriptedProvider.done());
            });
        });
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url, false));

        dispatch(route);
        await().atMost(PATIENCE).until(() -> !frames(route).isEmpty());
        leases.cancel(account, route.requestId()).await().atMost(PATIENCE);

        assertThat(end(route).outcome()).isEqualTo(Outcome.CANCELLED);
        Usage usage = usage(route).getFirst().usage();
        assertThat(usage).isEqualTo(Usage.tokens(5L, 40L, UsageSource.REPORTED));
        assertThat(provider.closed("stubborn")).isZero();
    }

    private String endless() {
        return provider.answering("endless", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            provider.vertx().setPeriodic(20, tick -> response.write(ScriptedProvider.text("word ")));
        });
    }
}
