package io.tollgate.workers.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.dialects.reply.End;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.livestate.UnclosedRequests;
import io.tollgate.testkit.TestInfrastructure;
import io.tollgate.workers.assignment.Assignment;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Requests that nobody works on any more, wherever they were left. */
@QuarkusTest
@TestProfile(FaultsProfile.class)
class OrphansIT extends RequestFlow {

    private static final Duration QUIET = Duration.ofSeconds(3);

    @Inject
    UnclosedRequests unclosed;

    @Test
    void shouldCloseARequestWhoseIngressDiedAfterItsHold() {
        // Given a hold that nobody confirms
        RouteAssigned route = route("never");
        // When
        hold(route);
        // Then it is closed, free again, and whoever waits is told
        RequestClosed closed = closed(route);
        assertThat(closed.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(closed.attempts()).isZero();
        assertThat(closed.hold()).isEqualTo(HOLD);
        assertThat(closed.key()).isEqualTo(route.key());
        assertThat(credit.snapshot(account).await().atMost(PATIENCE).holds()).isEmpty();
        End end = end(route);
        assertThat(Objects.requireNonNull(end.failure()).status()).isEqualTo(503);
        // and its record, should it come after all, is not run
        kafka.publish(route, Topic.forProvider("openai"), Requests.BODY);
        assertNextRuns();
        assertThat(provider.calls("never")).isZero();
    }

    @Test
    void shouldCloseARequestWhoseVoiderDied() {
        RouteAssigned route = route("voided");
        hold(route);
        assertThat(credit.voidIfUnclaimed(account, route.requestId()).await().atMost(PATIENCE))
                .isTrue();
        assertThat(closed(route).hold()).isEqualTo(HOLD);
    }

    @Test
    void shouldLeaveAConfirmedRequestAlone() {
        RouteAssigned route = route("confirmed");
        hold(route);
        unclosed.confirm(account, route.requestId(), Duration.ofMinutes(5))
                .await()
                .atMost(PATIENCE);
        await().during(QUIET)
                .atMost(QUIET.multipliedBy(4))
                .until(() -> credit.snapshot(account)
                        .await()
                        .atMost(PATIENCE)
                        .holds()
                        .containsKey(route.requestId()));
        kafka.publish(route, Topic.forProvider("openai"), Requests.BODY);
        assertThat(end(route).outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void shouldCloseARequestWhoseHoldRedisNeverHad() {
        RouteAssigned route = route("unheld");
        kafka.publish(route, Topic.forProvider("openai"), Requests.BODY);
        assertThat(closed(route).outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(Objects.requireNonNull(end(route).failure()).status()).isEqualTo(503);
        assertThat(provider.calls("unheld")).isZero();
    }

    @Test
    void shouldEndADeadWorkersRequestWhoseRecordHasLeftKafka() throws Exception {
        // Given
        RouteAssigned route = route("forgotten");
        hold(route);
        String topic = Topic.ROUTES.topicName();
        kafka.publish(route, topic, Requests.BODY);
        ConsumerRecord<String, byte[]> record = kafka.records(topic).stream()
                .filter(each -> route.requestId().equals(each.key()))
                .findFirst()
                .orElseThrow();
        RecordPosition position = new RecordPosition(topic, record.partition(), record.offset());
        String json = new Assignment(route, Requests.BODY, position).routeJson();
        leases.claim(new Leases.Claim(route.requestId(), account, 1, "dead-worker/1", position, json))
                .await()
                .atMost(PATIENCE);
        // When
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", TestInfrastructure.shared().kafka()))) {
            admin.deleteRecords(Map.of(
                            new TopicPartition(topic, record.partition()),
                            RecordsToDelete.beforeOffset(record.offset() + 1)))
                    .all()
                    .get();
        }
        // Then nothing stays open, and nobody pays
        assertThat(end(route).failure()).isNotNull();
        assertThat(closed(route).outcome()).isNotEqualTo(Outcome.COMPLETED);
        assertThat(usage(route).getFirst().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(usage(route))
                .allSatisfy(
                        usage -> assertThat(usage.rating().charge().isZero()).isTrue());
        assertThat(provider.calls("forgotten")).isZero();
    }

    private RouteAssigned route(String name) {
        String url = provider.answering(name, ScriptedProviderScripts::shortAnswer);
        return Requests.route(account, true, HOLD, Requests.stop("openai", url));
    }

    private void assertNextRuns() {
        RouteAssigned next = route("next");
        dispatch(next);
        assertThat(end(next).outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(usage(next)).extracting(UsageRecorded::outcome).containsExactly(Outcome.COMPLETED);
    }
}
