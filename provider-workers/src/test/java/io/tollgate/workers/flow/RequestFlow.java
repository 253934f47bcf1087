package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.livestate.ReplyRequest;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of requests through the workers share: an account with credit, a scripted provider, and what came of a request. */
abstract class RequestFlow {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final NanoUsd HOLD = NanoUsd.of(1_000_000);
    private static final ReplyReaders.Reader READER = new ReplyReaders.Reader("test", 1);

    @Inject
    CreditHolds credit;

    @Inject
    Frames frames;

    @Inject
    ReplyReaders readers;

    @Inject
    Leases leases;

    @TestHTTPResource("/")
    @Nullable
    URI base;

    final KafkaTap kafka = KafkaTap.shared();
    final ScriptedProvider provider = new ScriptedProvider();
    final String account = "acct-" + UUID.randomUUID();

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

    String get(HttpClient client, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(Objects.requireNonNull(base).resolve("/" + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    void fund(NanoUsd posted) {
        credit.settle(new CreditHolds.Settlement(account, posted, System.nanoTime(), List.of(), List.of()))
                .await()
                .atMost(PATIENCE);
    }

    void dispatch(RouteAssigned route) {
        hold(route);
        publish(route);
    }

    void publish(RouteAssigned route) {
        kafka.publish(route, Topic.forProvider(route.stop().provider()), Requests.BODY);
    }

    /** Sets credit aside and expects a reply, as ingress does before it announces a request. */
    void hold(RouteAssigned route) {
        hold(route, null);
    }

    /** As {@link #hold(RouteAssigned)}; says how long after the last reader left the request is to be cancelled. */
    void hold(RouteAssigned route, @Nullable Duration cancelAfter) {
        ReplyRequest reply = new ReplyRequest(
                account,
                route.key(),
                route.requestedModel(),
                route.acceptedAt().getEpochSecond(),
                route.stream(),
                false,
                false,
                cancelAfter,
                route.deadline(),
                null);
        readers.expect(route.requestId(), reply, READER).await().atMost(PATIENCE);
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
    long claimAsDeadWorker(RouteAssigned route) {
        return claimAsDeadWorker(List.of(route)).getFirst();
    }

    /** A worker claims requests and is never heard of again; emits the fences. */
    List<Long> claimAsDeadWorker(List<RouteAssigned> routes) {
        String elsewhere = Topic.REQUESTS.topicName();
        routes.forEach(this::hold);
        routes.forEach(route -> kafka.publish(route, elsewhere, Requests.BODY));
        Map<String, ConsumerRecord<String, byte[]>> records = kafka.records(elsewhere).stream()
                .collect(Collectors.toMap(ConsumerRecord::key, record -> record, (first, second) -> second));
        return routes.stream()
                .map(route -> {
                    ConsumerRecord<String, byte[]> record = Objects.requireNonNull(records.get(route.requestId()));
                    RecordPosition position = new RecordPosition(elsewhere, record.partition(), record.offset());
                    Leases.Claimed claimed = leases.claim(new Leases.Claim(
                                    route.requestId(), account, route.attempt(), "dead-worker/1", position))
                            .await()
                            .atMost(PATIENCE);
                    return ((Leases.Claimed.Granted) claimed).fence();
                })
                .toList();
    }

    List<Frame> frames(RouteAssigned route) {
        return frames.read(route.requestId(), -1, 10_000).await().atMost(PATIENCE).stream()
                .map(stored -> FrameCodec.read(stored.bytes()))
                .toList();
    }

    boolean ended(RouteAssigned route) {
        List<Frame> written = frames(route);
        return !written.isEmpty() && written.getLast().terminal();
    }

    End end(RouteAssigned route) {
        await().atMost(PATIENCE).until(() -> ended(route));
        return Objects.requireNonNull(frames(route).getLast().end());
    }

    String text(RouteAssigned route) {
        ReplyAccumulator whole = new ReplyAccumulator();
        frames(route).forEach(frame -> whole.addAll(frame.events()));
        return String.valueOf(whole.choices().getFirst().text());
    }

    List<UsageRecorded> usage(RouteAssigned route) {
        return usage(route, 1);
    }

    List<UsageRecorded> usage(RouteAssigned route, int count) {
        return kafka.await(UsageRecorded.class, event -> event.requestId().equals(route.requestId()), count);
    }

    RequestClosed closed(RouteAssigned route) {
        return kafka.await(RequestClosed.class, event -> event.requestId().equals(route.requestId()), 1)
                .getFirst();
    }
}
