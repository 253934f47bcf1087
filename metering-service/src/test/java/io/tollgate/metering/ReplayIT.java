package io.tollgate.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import io.tollgate.testkit.TestInfrastructure;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The service starts again and reads all topics from their beginnings, as after a lost offset: nothing may change. */
@QuarkusTest
@TestProfile(ReplayIT.OtherGroups.class)
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "metering"))
@QuarkusTestResource(value = ReplayIT.EarlierEvents.class, restrictToAnnotatedClass = true)
class ReplayIT {

    /** Consumer groups that have read nothing yet. */
    public static final class OtherGroups implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "mp.messaging.incoming.usage.group.id", "replay.usage",
                    "mp.messaging.incoming.charges.group.id", "replay.ledger",
                    "mp.messaging.incoming.keys.group.id", "replay.keys");
        }
    }

    /** A backlog from before the service starts, each event twice. */
    public static final class EarlierEvents implements QuarkusTestResourceLifecycleManager {
        @Override
        public Map<String, String> start() {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Served served = Served.of(
                        "acct-replay-" + i % 3,
                        "2030-11",
                        Instant.parse("2030-11-02T03:04:05Z"),
                        i,
                        2L * i,
                        1_000L * i);
                events.addAll(List.of(served.usage(), served.charge(), served.usage(), served.charge()));
                events.addAll(List.of(served.closed(), served.released()));
            }
            try (KafkaTap tap = KafkaTap.shared()) {
                tap.publishAll(events);
            }
            return Map.of();
        }

        @Override
        public void stop() {
            // nothing was opened
        }
    }

    private final Metering metering = new Metering();

    @Inject
    MeterRegistry meters;

    @Test
    void shouldNotCountAgainWhatWasReadBefore() throws Exception {
        // When both topics are read to their ends
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> lag("replay.usage", Topic.USAGE) + lag("replay.ledger", Topic.LEDGER) == 0);

        // Then the reports are what the topics say, each attempt once
        JsonNode report = metering.report("2030-11");
        assertThat(report.path("attempts").asLong()).isEqualTo(300);
        assertThat(report.at("/requests/total").asLong()).isEqualTo(300);
        assertThat(report.at("/tokens/prompt").asLong()).isEqualTo(299 * 300 / 2);
        assertThat(report.path("provider_cost").asText())
                .isEqualTo(NanoUsd.of(299L * 300 / 2 * 1_000).toString());
        JsonNode audit = metering.audit();
        assertThat(audit.path("checks")).hasSize(5);
        for (JsonNode check : audit.path("checks")) {
            assertThat(check.path("broken").asLong()).as(check.toString()).isZero();
        }
        assertThat(audit.at("/total/attempts").asLong()
                        + audit.path("incomplete").asLong())
                .isGreaterThanOrEqualTo(charges());
        assertThat(meters.get("tollgate.metering.batch")
                        .tag("events", "LedgerEvent")
                        .summary()
                        .max())
                .isGreaterThan(20);
    }

    private static long charges() {
        try (KafkaTap tap = KafkaTap.shared()) {
            return tap.events(ChargePosted.class, Topic.LEDGER.topicName()).stream()
                    .map(ChargePosted::attemptId)
                    .distinct()
                    .count();
        }
    }

    /** Records that a group has not acknowledged. */
    private static long lag(String group, Topic topic) throws Exception {
        try (Admin admin = Admin.create(
                Map.of("bootstrap.servers", TestInfrastructure.shared().kafka()))) {
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long lag = 0;
            for (int partition = 0; partition < topic.partitions(); partition++) {
                TopicPartition each = new TopicPartition(topic.topicName(), partition);
                long end = admin.listOffsets(Map.of(each, OffsetSpec.latest()))
                        .partitionResult(each)
                        .get()
                        .offset();
                var reached = read.get(each);
                lag += end - (reached == null ? 0 : reached.offset());
            }
            return lag;
        }
    }
}
