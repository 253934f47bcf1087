package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.workers.conclusion.AttemptReport;
import io.tollgate.workers.conclusion.Conclusion;
import io.tollgate.workers.conclusion.ConclusionRules;
import io.tollgate.workers.conclusion.Ending;
import io.tollgate.workers.usage.Tally;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of a request whose worker died, or was overtaken. */
@QuarkusTest
@TestProfile(WorkersProfile.class)
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "workers"))
class RecoveryIT extends RequestFlow {

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
    void shouldLetNoOtherAnswerFollowOneThatRedisLost() {
        String lost = provider.answering("gone", ScriptedProviderScripts::shortAnswer);
        String other = provider.answering("spliced", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route =
                Requests.route(account, true, HOLD, Requests.stop("openai", lost), Requests.stop("anthropic", other));

        claimAsDeadWorker(route);
        // what Redis has when it lost the request's frames
        readers.forget(route.requestId()).await().atMost(PATIENCE);

        assertThat(end(route).outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(usage(route).getFirst().rating().charge()).isEqualTo(NanoUsd.ZERO);
        assertThat(provider.calls("spliced")).isZero();
    }

    @Test
    void shouldEndADeadWorkersStreamWithAnError() {
        String url = provider.answering("visible", ScriptedProviderScripts::shortAnswer);
        RouteAssigned route = Requests.route(account, true, HOLD, Requests.stop("openai", url));

        long fence = claimAsDeadWorker(route);
        frames.open(route.requestId(), fence, 1).await().atMost(PATIENCE);
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
        frames.open(route.requestId(), fence, 1).await().atMost(PATIENCE);
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
        frames.open(route.requestId(), fence, 1).await().atMost(PATIENCE);

        await().atMost(PATIENCE).until(() -> provider.closed("overtaken") > 0);
        int visible = frames(route).size();
        leases.finish(account, route.requestId(), fence, true).await().atMost(PATIENCE);
        assertThat(ended(route)).isFalse();
        assertThat(frames(route)).hasSize(visible);
        assertThat(kafka.events(UsageRecorded.class, Topic.USAGE.topicName()))
                .noneMatch(event -> event.requestId().equals(route.requestId()));
    }
}
