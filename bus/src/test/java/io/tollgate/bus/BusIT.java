package io.tollgate.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.account.AccountStated;
import io.tollgate.contracts.hold.HoldExtended;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.BodyReference;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "ingress"))
class BusIT {

    @Inject
    EventPublisher publisher;

    @Inject
    RequestsConsumer requests;

    @Inject
    KeysConsumer keys;

    @Inject
    CompactedTopics compacted;

    @Inject
    TopicDeclaration topics;

    @Inject
    KafkaClientService clients;

    @Inject
    Tracer tracer;

    @Test
    void shouldPublishAnEventOnItsTopic() {
        // Given
        AccountStated stated =
                new AccountStated("acme", "ACME", "cell-1", true, 7, Instant.parse("2026-11-22T10:00:00Z"));
        try (KafkaTap tap = KafkaTap.shared()) {
            // When
            await(publisher.publish(stated));
            // Then
            assertThat(tap.await(AccountStated.class, stated::equals, 1)).containsExactly(stated);
            ConsumerRecord<String, byte[]> published =
                    tap.records(Topic.ACCOUNTS.topicName()).getLast();
            assertThat(published.key()).isEqualTo("acme");
            assertThat(header(published, "ce_source")).isEqualTo("bus-test");
            assertThat(header(published, "ce_id")).isEqualTo("acme/7");
        }
    }

    @Test
    void shouldKeepTheOrderOfAKey() {
        // Given
        String request = Ids.newRequestId();
        List<HoldExtended> events = IntStream.rangeClosed(1, 2_000)
                .mapToObj(slice -> new HoldExtended(request, "acme", "key-1", slice, NanoUsd.of(slice), Instant.EPOCH))
                .toList();
        // When
        await(Multi.createFrom()
                .iterable(events)
                .onItem()
                .transformToUni(publisher::publish)
                .merge(2_000)
                .collect()
                .last());
        // Then
        try (KafkaTap tap = KafkaTap.shared()) {
            assertThat(tap.await(HoldExtended.class, event -> event.requestId().equals(request), events.size()))
                    .isEqualTo(events);
        }
    }

    @Test
    void shouldCarryABodyBesideItsEvent() {
        // Given
        byte[] body = {0, 1, 2, -1, '{'};
        InferenceRequested request = Samples.request(BodyReference.inline(body.length));
        // When
        await(publisher.publishWithBody(request, body));
        // Then
        RequestsConsumer.Received received = awaitReceived(each -> each.event().equals(request));
        assertThat(received.body()).isEqualTo(body);
    }

    @Test
    void shouldPublishToTheTopicOfAProvider() {
        String topic = Topic.forProvider("bus-test");
        assertThat(await(topics.declareProviders(Set.of("bus-test")))).containsExactly(topic);
        assertThat(await(topics.declareProviders(Set.of("bus-test")))).isEmpty();
        await(publisher.publishWithBody(Samples.request(BodyReference.inline(1)), topic, new byte[] {1}));
        try (KafkaTap tap = KafkaTap.shared()) {
            assertThat(tap.records(topic)).hasSize(1);
        }
    }

    @Test
    void shouldDeclareEveryTopicOnce() {
        assertThat(await(topics.declareAll(Set.of("openai")))).doesNotContain(Topic.USAGE.topicName());
        assertThat(await(topics.declareAll(Set.of("openai", "another")))).containsExactly(Topic.forProvider("another"));
    }

    @Test
    void shouldPutAnUnreadableRecordAsideWithoutItsBody() {
        try (KafkaTap tap = KafkaTap.shared()) {
            // Given
            String key = Ids.newRequestId();
            ProducerRecord<String, byte[]> poison =
                    new ProducerRecord<>(Topic.REQUESTS.topicName(), key, "a prompt".getBytes(StandardCharsets.UTF_8));
            poison.headers().add("mark", new byte[] {7});
            // When
            tap.publish(poison);
            // Then
            String topic = Topic.deadLettersOf(Topic.REQUESTS.topicName());
            ConsumerRecord<String, byte[]> letter = Awaitility.await()
                    .until(
                            () -> tap.records(topic).stream()
                                    .filter(each -> key.equals(each.key()))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
            assertThat(letter.value()).isNull();
            assertThat(letter.headers().lastHeader("mark").value()).isEqualTo(new byte[] {7});
            assertThat(header(letter, DeadLetters.TOPIC_HEADER)).isEqualTo(Topic.REQUESTS.topicName());
            assertThat(header(letter, DeadLetters.REASON_HEADER)).isEqualTo("cannot read it");
            assertThat(header(letter, DeadLetters.OFFSET_HEADER)).matches("\\d+");
        }
    }

    @Test
    void shouldFailInTimeWhenATopicDoesNotExist() {
        Instant start = Instant.now();
        assertThatThrownBy(() -> await(publisher.publishWithBody(
                        Samples.request(BodyReference.inline(0)), Topic.forProvider("nobody"), new byte[0])))
                .isInstanceOf(Exception.class);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
        await(publisher.publishWithBody(Samples.request(BodyReference.inline(0)), new byte[0]));
    }

    @Test
    void shouldNotTakeAnythingForPublishedThatOneBrokerAloneHas() {
        Map<String, ?> configuration = clients.getProducer("events").configuration();
        assertThat(configuration.get("acks")).isEqualTo("all");
        assertThat(configuration.get("enable.idempotence")).isEqualTo("true");
    }

    @Test
    void shouldCarryTheTrace() {
        // Given
        InferenceRequested request = Samples.request(BodyReference.inline(0));
        Span span = tracer.spanBuilder("caller").startSpan();
        // When
        Context.current()
                .with(span)
                .wrap((Runnable) () -> await(publisher.publishWithBody(request, new byte[0])))
                .run();
        span.end();
        // Then
        try (KafkaTap tap = KafkaTap.shared()) {
            assertThat(tap.records(Topic.REQUESTS.topicName()))
                    .filteredOn(each -> request.requestId().equals(each.key()))
                    .singleElement()
                    .satisfies(each -> assertThat(header(each, "traceparent"))
                            .contains(span.getSpanContext().getTraceId()));
        }
    }

    @Test
    void shouldSayWhenACompactedTopicIsRead() {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> await(compacted.caughtUp("keys")));
        int before = keys.applied.get();
        try (KafkaTap tap = KafkaTap.shared()) {
            tap.publish(new ProducerRecord<>(Topic.KEYS.topicName(), "key", new byte[0]));
            Awaitility.await().until(() -> keys.applied.get() > before);
        }
        assertThatThrownBy(() -> await(compacted.caughtUp("nothing"))).isInstanceOf(IllegalArgumentException.class);
    }

    private RequestsConsumer.Received awaitReceived(Predicate<RequestsConsumer.Received> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> requests.received.stream().filter(wanted).toList(), found -> !found.isEmpty())
                .getFirst();
    }

    private static String header(ConsumerRecord<?, ?> entry, String name) {
        return new String(entry.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static <T> T await(Uni<T> result) {
        return result.await().atMost(Duration.ofSeconds(20));
    }
}
