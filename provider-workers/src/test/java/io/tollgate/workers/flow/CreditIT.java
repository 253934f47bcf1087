package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.hold.HoldExtended;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.dialects.reply.End;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.pricing.HoldBounds;
import io.tollgate.testkit.InfrastructureResource;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** No more is spent than was set aside, and more is set aside while there is credit. */
@QuarkusTest
@TestProfile(WorkersProfile.class)
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "workers"))
class CreditIT extends RequestFlow {

    @Test
    void shouldExtendTheHoldSliceBySliceAndStopWhenCreditIsOut() {
        String url = provider.answering("long", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            provider.vertx().setPeriodic(5, tick -> response.write(ScriptedProvider.text("some more words here ")));
        });
        NanoUsd firstSlice = bound(Requests.SLICE);
        RouteAssigned route = Requests.route(account, true, firstSlice, Requests.stop("openai", url));
        // credit for the first slice and two more, but not for a third
        fund(bound(3 * Requests.SLICE + 50));

        dispatch(route);

        End end = end(route);
        assertThat(end.outcome()).isEqualTo(Outcome.BUDGET_EXHAUSTED);
        assertThat(Objects.requireNonNull(end.failure()).status()).isEqualTo(402);
        assertThat(end.failure().limitSource()).isEqualTo("credits");
        UsageRecorded usage = usage(route).getFirst();
        assertThat(usage.rating().charge()).isGreaterThan(NanoUsd.ZERO).isLessThanOrEqualTo(usage.hold());
        assertThat(usage.rating().absorbed()).isEqualTo(NanoUsd.ZERO);
        assertThat(kafka.await(HoldExtended.class, event -> event.requestId().equals(route.requestId()), 2))
                .hasSize(2);
        assertThat(closed(route).hold()).isEqualTo(usage.hold()).isGreaterThan(firstSlice);
    }

    @Test
    void shouldSetAsideWhatAnEndpointCostsThatBecameDearer() {
        String url = provider.answering("dearer", ScriptedProviderScripts::shortAnswer);
        NanoUsd ofTheOldPrice = bound(Requests.SLICE).minus(NanoUsd.of(1));
        RouteAssigned route = Requests.route(account, true, ofTheOldPrice, Requests.stop("openai", url));

        dispatch(route);

        assertThat(end(route).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(closed(route).hold()).isEqualTo(bound(Requests.SLICE));
        assertThat(kafka.await(HoldExtended.class, event -> event.requestId().equals(route.requestId()), 1))
                .hasSize(1);
    }

    @Test
    void shouldAskAgainForTheFirstSliceUntilItIsAnnounced() {
        String url = provider.answering("unannounced", ScriptedProviderScripts::shortAnswer);
        NanoUsd ofTheOldPrice = bound(Requests.SLICE).minus(NanoUsd.of(1));
        RouteAssigned route = Requests.route(account, true, ofTheOldPrice, Requests.stop("openai", url));

        TopicThatTakesNothing.during(Topic.HOLDS, () -> {
            dispatch(route);
            await().atMost(PATIENCE).until(() -> heldInRedis(route).equals(bound(Requests.SLICE)));
            assertThat(kafka.events(HoldExtended.class, Topic.HOLDS.topicName()))
                    .noneMatch(event -> event.requestId().equals(route.requestId()));
            assertThat(ended(route)).isFalse();
        });

        assertThat(end(route).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(closed(route).hold()).isEqualTo(bound(Requests.SLICE));
    }

    @Test
    void shouldNotCallAProviderWhenTheRequestExpiredBeforeItsCreditWasThere() {
        String url = provider.answering("expired", ScriptedProviderScripts::shortAnswer);
        NanoUsd ofTheOldPrice = bound(Requests.SLICE).minus(NanoUsd.of(1));
        RouteAssigned route =
                Requests.route(account, true, ofTheOldPrice, Duration.ofSeconds(2), Requests.stop("openai", url));

        TopicThatTakesNothing.during(Topic.HOLDS, () -> {
            dispatch(route);
            await().atMost(PATIENCE).until(() -> heldInRedis(route).equals(bound(Requests.SLICE)));
            await().atMost(PATIENCE).until(() -> Instant.now().isAfter(route.deadline()));
        });

        assertThat(closed(route).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(provider.calls("expired")).isZero();
    }

    private NanoUsd heldInRedis(RouteAssigned route) {
        CreditHolds.AccountSnapshot snapshot = credit.snapshot(account).await().atMost(PATIENCE);
        return Objects.requireNonNull(snapshot.holds().get(route.requestId())).amount();
    }

    @Test
    void shouldNotCallAnEndpointThatBecameTooDear() {
        String url = provider.answering("unaffordable", ScriptedProviderScripts::shortAnswer);
        NanoUsd all = bound(Requests.SLICE).minus(NanoUsd.of(1));
        fund(all);
        RouteAssigned route = Requests.route(account, true, all, Requests.stop("openai", url));

        dispatch(route);

        End end = end(route);
        assertThat(end.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(Objects.requireNonNull(end.failure()).status()).isEqualTo(402);
        assertThat(end.failure().limitSource()).isEqualTo("credits");
        RequestClosed closed = closed(route);
        assertThat(closed.attempts()).isZero();
        assertThat(closed.hold()).isEqualTo(all);
        assertThat(provider.calls("unaffordable")).isZero();
    }

    /** The most that this many output tokens can cost. */
    private NanoUsd bound(long outputTokens) {
        RouteAssigned any = Requests.route(account, true, HOLD, Requests.stop("openai", "http://any"));
        return HoldBounds.bound(any.stop().prices(), any.features(), outputTokens, any.feeBasisPoints());
    }
}
