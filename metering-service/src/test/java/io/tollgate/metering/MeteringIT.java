package io.tollgate.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "metering"))
class MeteringIT {

    private static final KafkaTap TAP = KafkaTap.shared();
    private static final Instant NOON = Instant.parse("2030-05-17T12:00:30Z");

    private final Metering metering = new Metering();

    @Inject
    MeterRegistry meters;

    @AfterAll
    static void close() {
        TAP.close();
    }

    private static void publish(Event... events) {
        for (Event event : events) {
            TAP.publish(event);
        }
    }

    private static boolean has(JsonNode report, long attempts, long requests) {
        return report.path("attempts").asLong() == attempts
                && report.at("/requests/total").asLong() == requests;
    }

    @Test
    void shouldAddUpAnAttemptWhicheverHalfComesFirst() {
        // Given
        Served usageFirst = Served.of("acct-order", "2030-01", NOON, 100, 40, 2_000);
        Served chargeFirst = Served.of("acct-order", "2030-01", NOON, 7, 8, 1_000);

        // When
        publish(usageFirst.usage(), usageFirst.closed());
        metering.reportWhen("2030-01", report -> report.path("attempts").asLong() == 0);
        publish(usageFirst.charge(), usageFirst.released());
        publish(chargeFirst.charge(), chargeFirst.released());
        publish(chargeFirst.usage(), chargeFirst.closed());

        // Then
        JsonNode report = metering.reportWhen("2030-01", found -> has(found, 2, 2));
        assertThat(report.at("/tokens/prompt").asLong()).isEqualTo(107);
        assertThat(report.at("/tokens/cached").asLong()).isEqualTo(53);
        assertThat(report.at("/tokens/completion").asLong()).isEqualTo(48);
        assertThat(report.at("/tokens/reasoning").asLong()).isEqualTo(12);
        assertThat(report.path("provider_cost").asText()).isEqualTo("0.000003000");
        assertThat(report.path("fee").asText()).isEqualTo("0.000000150");
        assertThat(report.path("charge").asText()).isEqualTo("0.000003150");
        assertThat(report.at("/requests/by_outcome/COMPLETED").asLong()).isEqualTo(2);
        assertThat(report.at("/throughput/peak_minute_tokens_per_second").decimalValue())
                .isEqualByComparingTo("2.583");
        assertThat(report.at("/generation_tokens_per_second").decimalValue()).isEqualByComparingTo("12");
        assertThat(report.at("/by_app/0/app").asText()).isEqualTo("Test app");
    }

    @Test
    void shouldCountRepeatsAndContradictionsOnce() {
        // Given
        Served first = Served.of("acct-repeat", "2030-02", NOON, 10, 20, 4_000);
        Served contradicting = new Served(
                first.requestId(),
                first.account(),
                first.key(),
                first.model(),
                first.provider(),
                "2030-02",
                NOON,
                999,
                999,
                99_000,
                Outcome.COMPLETED,
                "Test app");
        Served last = Served.of("acct-repeat", "2030-02", NOON, 1, 1, 20);

        // When
        for (int i = 0; i < 3; i++) {
            publish(first.usage(), first.charge(), first.closed(), first.released());
        }
        publish(contradicting.usage(), contradicting.charge(), contradicting.released());
        publish(last.usage(), last.charge(), last.closed(), last.released());

        // Then
        JsonNode report = metering.reportWhen("2030-02", found -> has(found, 2, 2));
        assertThat(report.at("/tokens/prompt").asLong()).isEqualTo(11);
        assertThat(report.path("charge").asText()).isEqualTo("0.000004221");
    }

    @Test
    void shouldBookUnderTheLedgersMonth() {
        // Given an attempt that finished just before midnight and was booked just after
        Served late = Served.of("acct-month", "2030-04", Instant.parse("2030-03-31T23:59:59.999Z"), 5, 6, 700);

        // When
        publish(late.usage(), late.charge(), late.closed(), late.released());

        // Then
        metering.reportWhen("2030-04", found -> has(found, 1, 1));
        assertThat(metering.reportWhen("2030-03", found -> true)
                        .path("attempts")
                        .asLong())
                .isZero();
    }

    @Test
    void shouldKeepFailedAttemptsApartFromAnswers() {
        // Given
        Served failed = Served.of("acct-failed", "2030-06", NOON, 50, 3, 900).with("a/b", "slow", Outcome.INTERRUPTED);
        Served answered = Served.of("acct-failed", "2030-06", NOON, 50, 30, 900).with("a/b", "fast", Outcome.COMPLETED);

        // When
        publish(failed.usage(), failed.charge(), failed.closed(), failed.released());
        publish(answered.usage(), answered.charge(), answered.closed(), answered.released());

        // Then
        JsonNode report = metering.reportWhen("2030-06", found -> has(found, 2, 2));
        assertThat(report.path("absorbed").asText()).isEqualTo("0.000000900");
        assertThat(report.path("charge").asText()).isEqualTo("0.000000945");
        assertThat(report.at("/requests/by_outcome/INTERRUPTED").asLong()).isEqualTo(1);
        assertThat(report.path("by_model_and_provider")).hasSize(2);
        assertThat(report.at("/by_provider/0/provider").asText()).isEqualTo("fast");
        assertThat(report.at("/by_provider/0/answered_requests").asLong()).isEqualTo(1);
        assertThat(report.at("/by_provider/1/answered_requests").asLong()).isZero();
    }

    @Test
    void shouldAddUpExactlyWhateverTheOrder() throws Exception {
        // Given
        Random random = new Random(7);
        List<Served> all = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            Served served = Served.of(
                            "acct-many-" + i % 7,
                            "2030-07",
                            NOON.plusSeconds(random.nextInt(86_400)),
                            random.nextInt(5_000),
                            random.nextInt(5_000),
                            random.nextLong(1L << 40))
                    .with("m/" + i % 5, "p" + i % 3, i % 11 == 0 ? Outcome.FAILED : Outcome.COMPLETED);
            all.add(served);
            events.addAll(List.of(served.usage(), served.charge(), served.closed(), served.released()));
            if (i % 4 == 0) {
                events.addAll(List.of(served.usage(), served.charge(), served.released()));
            }
        }
        Collections.shuffle(events, random);

        // When
        TAP.publishAll(events);

        // Then
        JsonNode report = metering.reportWhen("2030-07", found -> has(found, 400, 400));
        assertThat(report.at("/tokens/prompt").asLong())
                .isEqualTo(all.stream().mapToLong(Served::prompt).sum());
        assertThat(report.at("/tokens/completion").asLong())
                .isEqualTo(all.stream().mapToLong(Served::completion).sum());
        assertThat(report.path("charge").asText())
                .isEqualTo(NanoUsd.of(all.stream()
                                .mapToLong(each -> each.rating().charge().value())
                                .sum())
                        .toString());
        assertThat(report.path("fee").asText())
                .isEqualTo(NanoUsd.of(all.stream()
                                .mapToLong(each -> each.rating().fee().value())
                                .sum())
                        .toString());
        long inGroups = 0;
        for (JsonNode group : report.path("by_account")) {
            inGroups += group.at("/tokens/total").asLong();
        }
        assertThat(inGroups).isEqualTo(report.at("/tokens/total").asLong());
        assertThat(meters.get("tollgate.metering.batch")
                        .tag("events", "UsageEvent")
                        .summary()
                        .max())
                .isGreaterThan(1);
        assertThat(metering.audit().path("checks")).hasSize(5);
        for (JsonNode check : metering.audit().path("checks")) {
            assertThat(check.path("broken").asLong()).as(check.toString()).isZero();
        }
    }

    @Test
    void shouldShowAnAccountItsActivity() throws Exception {
        // Given
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String month = LocalDate.now(ZoneOffset.UTC).toString().substring(0, 7);
        Served today = Served.of("acct-active", month, now, 30, 10, 2_000_000_000);
        String hash = UUID.randomUUID().toString();
        publish(new KeyStated(
                hash,
                today.key(),
                "acct-active",
                "key",
                "sk…",
                false,
                KeyStatus.ACTIVE,
                null,
                null,
                null,
                null,
                Set.of(),
                null,
                1,
                now));
        publish(today.usage(), today.charge(), today.closed(), today.released());

        // When
        Metering.Reply reply = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(
                        () -> metering.ask("/api/v1/activity?api_key_hash=" + hash, "management", "acct-active"),
                        found -> found.body().path("data").size() == 1);

        // Then
        JsonNode row = reply.body().path("data").get(0);
        assertThat(row.path("date").asText())
                .isEqualTo(now.atOffset(ZoneOffset.UTC).toLocalDate().toString());
        assertThat(row.path("usage").decimalValue()).isEqualByComparingTo("2.1");
        assertThat(row.path("model").asText()).isEqualTo("author/model");
        assertThat(row.path("model_permaslug").asText()).isEqualTo("author/model");
        assertThat(row.path("endpoint_id").asText()).isEqualTo("author/model@provider");
        assertThat(row.path("provider_name").asText()).isEqualTo("The provider");
        assertThat(row.path("requests").asLong()).isEqualTo(1);
        assertThat(row.path("prompt_tokens").asLong()).isEqualTo(30);
        assertThat(row.path("completion_tokens").asLong()).isEqualTo(10);
        assertThat(row.path("reasoning_tokens").asLong()).isEqualTo(2);
        assertThat(row.path("byok_usage_inference").isNumber()).isTrue();
        String date = row.path("date").asText();
        assertThat(activity("?date=" + date, "acct-active").path("data")).hasSize(1);
        assertThat(activity("?date=" + LocalDate.parse(date).minusDays(2), "acct-active")
                        .path("data"))
                .isEmpty();
        assertThat(activity("", "acct-other").path("data")).isEmpty();
    }

    private JsonNode activity(String query, String account) throws Exception {
        return metering.ask("/api/v1/activity" + query, "management", account).body();
    }

    @Test
    void shouldRefuseWhoMayNotAskAndWhatMakesNoSense() throws Exception {
        assertThat(metering.ask("/api/v1/activity").status()).isEqualTo(403);
        assertThat(metering.ask("/api/v1/activity", "X-Tollgate-Internal", "wrong")
                        .status())
                .isEqualTo(403);
        assertThat(metering.ask("/api/v1/activity", "inference", "a").status()).isEqualTo(403);
        assertThat(metering.ask("/operator/v1/reports/monthly", "management", "a")
                        .status())
                .isEqualTo(403);
        assertThat(metering.ask("/operator/v1/audit/metering", "management", "a")
                        .status())
                .isEqualTo(403);
        assertThat(metering.ask("/operator/v1/reports/monthly?month=May", "operator", "a")
                        .status())
                .isEqualTo(400);
        assertThat(metering.ask("/api/v1/activity?date=yesterday", "management", "a")
                        .status())
                .isEqualTo(400);
        assertThat(metering.ask("/api/v1/activity?date=2001-01-01", "management", "a")
                        .status())
                .isEqualTo(400);
        assertThat(metering.ask("/api/v1/activity?api_key_hash=none", "management", "a")
                        .status())
                .isEqualTo(404);
        Metering.Reply unknown = metering.ask("/api/v1/activity/unknown", "management", "a");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body().at("/error/code").asInt()).isEqualTo(404);
    }

    @Test
    void shouldSetApartWhatItCannotReadAndGoOn() throws Exception {
        // Given a record that is no event, an event that the database refuses, and one with an awkward name
        String topic = Topic.USAGE.topicName();
        byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
        Served awkward = Served.of("acct-poison", "2030-08", NOON, 3, 4, 500).titled("nul \u0000 and \\u0000 'quote'");
        Served refused = Served.of("acct-poison", "no month", NOON, 3, 4, 500);

        // When
        TAP.publish(new ProducerRecord<>(topic, "acct-poison", garbage));
        publish(refused.usage(), refused.charge());
        publish(awkward.usage(), awkward.charge(), awkward.closed(), awkward.released());

        // Then
        metering.reportWhen("2030-08", found -> found.at("/requests/total").asLong() == 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> TAP.records(Topic.deadLettersOf(topic)).stream()
                        .anyMatch(each -> Arrays.equals(each.value(), garbage)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> TAP.events(ChargePosted.class, Topic.deadLettersOf(Topic.LEDGER.topicName())).stream()
                        .anyMatch(each -> each.attemptId().equals(refused.attemptId())));
        assertThat(metering.audit().path("incomplete").asLong()).isPositive();
    }
}
