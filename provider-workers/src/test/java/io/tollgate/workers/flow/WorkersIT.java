package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.attempt.AttemptStarted;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.hold.HoldExtended;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.pricing.HoldBounds;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import io.tollgate.workers.conclusion.AttemptReport;
import io.tollgate.workers.conclusion.Conclusion;
import io.tollgate.workers.conclusion.ConclusionRules;
import io.tollgate.workers.conclusion.Ending;
import io.tollgate.workers.usage.Tally;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WorkersProfile.class)
@QuarkusTestResource(
        value = InfrastructureResource.class,
        initArgs = @ResourceArg(name = "role", value = "workers"),
        restrictToAnnotatedClass = true)
class WorkersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final NanoUsd HOLD = NanoUsd.of(1_000_000);

    @Inject
    CreditHolds credit;

    @Inject
    Frames frames;

    @Inject
    Leases leases;

    @TestHTTPResource("/")
    @Nullable
    URI base;

    private final KafkaTap kafka = KafkaTap.shared();
    private final ScriptedProvider provider = new ScriptedProvider();
    private final String account = "acct-" + UUID.randomUUID();

    @BeforeEach
    void fundAccount() {
        if (!credit.ready().await().atMost(PATIENCE)) {
            credit.rebuild(1, List.of()).await().atMost(PATIENCE);
        }
        fund(NanoUsd.of(1_000_000_000));
    }

    @AfterEach
    void close() {
        kafka.close();
        provider.close();
    }

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
    void shouldCloseTheCallWhenTheCallerGoesAwayAndChargeWhatCame() {
        String url = provider.answering("endless", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            provider.vertx().setPeriodic(20, tick -> response.write(ScriptedProvider.text("word ")));
        });
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
    void shouldExtendTheHoldSliceBySliceAndStopWhenCreditIsOut() {
        String url = provider.answering("long", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            provider.vertx().setPeriodic(5, tick -> response.write(ScriptedProvider.text("some more words here ")));
        });
        RouteAssigned probe = Requests.route(account, true, HOLD, Requests.stop("openai", url));
        NanoUsd firstSlice =
                HoldBounds.bound(probe.stop().prices(), probe.features(), Requests.SLICE, probe.feeBasisPoints());
        RouteAssigned route = Requests.route(account, true, firstSlice, Requests.stop("openai", url));
        // credit for the first slice and two more, but not for a third
        fund(HoldBounds.bound(
                probe.stop().prices(), probe.features(), 3 * Requests.SLICE + 50, probe.feeBasisPoints()));

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
    void shouldDoNothingMoreWhenARecordComesAgain() {
        String url = provider.answering("once", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        dispatch(route);
        end(route);
        kafka.publish(route, Topic.forProvider("openai"), Requests.BODY);
        RouteAssigned after = Requests.route(account, true, HOLD, Requests.stop("openai", url));
        dispatch(after);
        end(after);

        assertThat(usage(route)).hasSize(1);
        assertThat(provider.calls("once")).isEqualTo(2);
    }

    @Test
    void shouldNotRunWhatHasExpiredOrLostItsHold() {
        String url = provider.answering("never", ScriptedProviderScripts::shortAnswer);
        RouteAssigned expired =
                Requests.route(account, true, HOLD, Duration.ofSeconds(-1), Requests.stop("openai", url));
        RouteAssigned unheld = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        kafka.publish(unheld, Topic.forProvider("openai"), Requests.BODY);
        dispatch(expired);

        End end = end(expired);
        assertThat(end.outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(Objects.requireNonNull(end.failure()).status()).isEqualTo(504);
        assertThat(closed(expired).attempts()).isZero();
        assertThat(provider.calls("never")).isZero();
    }

    @Test
    void shouldRecoverADeadWorkersRequestAtTheNextStopIfNothingWasVisible() {
        String lost = provider.answering("lost", ScriptedProviderScripts::shortAnswer);
        String good = provider.answering("rescue", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route =
                Requests.route(account, true, HOLD, Requests.stop("openai", lost), Requests.stop("anthropic", good));

        claimAsDeadWorker(route);

        assertThat(end(route).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(usage(route, 2))
                .extracting(UsageRecorded::outcome)
                .containsExactly(Outcome.ABANDONED, Outcome.COMPLETED);
        assertThat(provider.calls("lost")).isZero();
    }

    @Test
    void shouldEndADeadWorkersStreamWithAnError() {
        String url = provider.answering("visible", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        long fence = claimAsDeadWorker(route);
        frames.open(route.requestId(), fence).await().atMost(PATIENCE);
        Frame first = Frame.first(
                new Head("test/model", "openai", "OPENAI", true, 1), List.of(new ReplyEvent.Text(0, "begun")));
        frames.append(route.requestId(), fence, 0, FrameCodec.write(first))
                .await()
                .atMost(PATIENCE);

        assertThat(end(route).outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(text(route)).isEqualTo("begun");
        assertThat(usage(route).getFirst().rating().charge()).isEqualTo(NanoUsd.ZERO);
        assertThat(provider.calls("visible")).isZero();
    }

    @Test
    void shouldNotLetASlowProviderHoldUpAnother() {
        Promise<Void> released = Promise.promise();
        String slow = provider.answering("slow", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
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

    @Test
    void shouldPutWhatItCannotReadIntoTheDeadLettersAndReadOn() {
        String dispatchTopic = Topic.forProvider("openai");
        kafka.publish(new ProducerRecord<>(dispatchTopic, "garbage", new byte[] {1, 2, 3}));
        String url = provider.answering("after", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        dispatch(route);

        assertThat(end(route).outcome()).isEqualTo(Outcome.COMPLETED);
        await().atMost(PATIENCE)
                .until(() -> kafka.records(Topic.deadLettersOf(Topic.DISPATCH.topicName())).stream()
                        .anyMatch(letter -> "garbage".equals(letter.key())));
    }

    @Test
    void shouldFinishAsTheDeadWorkerHadConcluded() {
        String url = provider.answering("concluded", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));
        List<ReplyEvent> answer = List.of(
                new ReplyEvent.Text(0, "whole"),
                new ReplyEvent.Finished(0, "stop", null),
                new ReplyEvent.UsageReported(Usage.tokens(4L, 2L, UsageSource.REPORTED)));
        Instant now = Instant.now();
        Conclusion conclusion = new ConclusionRules(5)
                .conclude(route, new Ending.Completed(), new AttemptReport(Tally.of(answer), 1, HOLD, now, now, now));

        long fence = claimAsDeadWorker(route);
        frames.open(route.requestId(), fence).await().atMost(PATIENCE);
        Frame first = Frame.first(new Head("test/model", "openai", "OPENAI", true, 1), answer);
        frames.append(route.requestId(), fence, 0, FrameCodec.write(first))
                .await()
                .atMost(PATIENCE);
        leases.conclude(account, route.requestId(), fence, conclusion.toJson())
                .await()
                .atMost(PATIENCE);

        assertThat(end(route).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(usage(route)).containsExactly(Objects.requireNonNull(conclusion.usage()));
        assertThat(provider.calls("concluded")).isZero();
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

    @Test
    void shouldStopSilentlyWhenAnotherWorkerHasTheRequest() {
        String url = provider.answering("overtaken", request -> {
            HttpServerResponse response = ScriptedProvider.stream(request);
            provider.vertx().setPeriodic(20, tick -> response.write(ScriptedProvider.text("word ")));
        });
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));
        dispatch(route);
        await().atMost(PATIENCE).until(() -> frames(route).size() > 2);

        Leases.Claimed taken = leases.claim(new Leases.Claim(
                        route.requestId(), account, 2, "other-worker/1", new RecordPosition("elsewhere", 0, 0)))
                .await()
                .atMost(PATIENCE);
        long fence = ((Leases.Claimed.Granted) taken).fence();
        frames.open(route.requestId(), fence).await().atMost(PATIENCE);

        await().atMost(PATIENCE).until(() -> provider.closed("overtaken") > 0);
        int visible = frames(route).size();
        leases.finish(account, route.requestId(), fence, true).await().atMost(PATIENCE);
        assertThat(ended(route)).isFalse();
        assertThat(frames(route)).hasSize(visible);
        assertThat(kafka.events(UsageRecorded.class, Topic.USAGE.topicName()))
                .noneMatch(event -> event.requestId().equals(route.requestId()));
    }

    @Test
    void shouldSayThatItIsReadyAndCountItsWork() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        String ready = get(client, "health/ready");
        String metrics = get(client, "metrics");

        assertThat(ready).contains("\"UP\"").contains("takes requests");
        assertThat(metrics).contains("tollgate_workers_in_flight").contains("tollgate_workers_recovered_total");
    }

    private String get(HttpClient client, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(Objects.requireNonNull(base).resolve("/" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void fund(NanoUsd posted) {
        credit.settle(new CreditHolds.Settlement(account, posted, System.nanoTime(), List.of(), List.of()))
                .await()
                .atMost(PATIENCE);
    }

    private void dispatch(RouteAssigned route) {
        hold(route);
        kafka.publish(route, Topic.forProvider(route.stop().provider()), Requests.BODY);
    }

    private void hold(RouteAssigned route) {
        CreditHolds.Placed placed = credit.place(new CreditHolds.Place(
                        route.requestId(),
                        account,
                        route.key(),
                        route.hold().amount(),
                        route.deadline(),
                        "",
                        null,
                        null,
                        null))
                .await()
                .atMost(PATIENCE);
        assertThat(placed).isInstanceOf(CreditHolds.Placed.Ok.class);
    }

    /** A worker claims the request and is never heard of again; its record lies where no consumer looks. */
    private long claimAsDeadWorker(RouteAssigned route) {
        hold(route);
        String elsewhere = Topic.REQUESTS.topicName();
        kafka.publish(route, elsewhere, Requests.BODY);
        ConsumerRecord<String, byte[]> record = kafka.records(elsewhere).stream()
                .filter(each -> route.requestId().equals(each.key()))
                .findFirst()
                .orElseThrow();
        RecordPosition position = new RecordPosition(elsewhere, record.partition(), record.offset());
        Leases.Claimed claimed = leases.claim(
                        new Leases.Claim(route.requestId(), account, route.attempt(), "dead-worker/1", position))
                .await()
                .atMost(PATIENCE);
        return ((Leases.Claimed.Granted) claimed).fence();
    }

    private List<Frame> frames(RouteAssigned route) {
        return frames.read(route.requestId(), -1, 10_000).await().atMost(PATIENCE).stream()
                .map(stored -> FrameCodec.read(stored.bytes()))
                .toList();
    }

    private boolean ended(RouteAssigned route) {
        List<Frame> written = frames(route);
        return !written.isEmpty() && written.getLast().terminal();
    }

    private End end(RouteAssigned route) {
        await().atMost(PATIENCE).until(() -> ended(route));
        return Objects.requireNonNull(frames(route).getLast().end());
    }

    private String text(RouteAssigned route) {
        ReplyAccumulator whole = new ReplyAccumulator();
        frames(route).forEach(frame -> whole.addAll(frame.events()));
        return String.valueOf(whole.choices().getFirst().text());
    }

    private List<UsageRecorded> usage(RouteAssigned route) {
        return usage(route, 1);
    }

    private List<UsageRecorded> usage(RouteAssigned route, int count) {
        return kafka.await(UsageRecorded.class, event -> event.requestId().equals(route.requestId()), count);
    }

    private RequestClosed closed(RouteAssigned route) {
        return kafka.await(RequestClosed.class, event -> event.requestId().equals(route.requestId()), 1)
                .getFirst();
    }
}
