package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Event;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.account.KeyHeartbeat;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.KeyStatus;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.ledger.HoldReleased;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.livestate.CreditHolds.AccountSnapshot;
import io.tollgate.testkit.TestInfrastructure;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LedgerIT extends CreditTest {

    @Inject
    MeterRegistry meters;

    @Test
    void shouldChargeOnceWhateverIsRepeated() {
        // Given
        String request = Ids.newRequestId();
        UsageRecorded usage = Samples.usage(account, request, 1234, 567);
        // When
        for (int i = 0; i < 3; i++) {
            kafka.publish(Samples.placed(account, request));
            kafka.publish(usage);
            kafka.publish(Samples.closed(account, request, Outcome.COMPLETED, 1));
        }
        // Then
        kafka.await(HoldReleased.class, released -> released.requestId().equals(request), 1);
        eventually(() -> assertThat(number(
                        "select sum(next_offset) from ledger.consumer_progress where topic =" + " 'usage.events.v1'"))
                .isGreaterThanOrEqualTo(6));
        kafka.publish(usage);
        eventually(() ->
                assertThat(meters.counter("tollgate.ledger.repeats").count()).isGreaterThanOrEqualTo(4));
        assertThat(balance()).isEqualTo(CREDIT.minus(usage.rating().charge()));
        assertThat(count("charge where request_id = '" + request + "'")).isEqualTo(1);
        assertThat(kafka.events(ChargePosted.class, Topic.LEDGER.topicName()).stream()
                        .filter(posted -> posted.requestId().equals(request)))
                .hasSize(1)
                .allSatisfy(posted -> assertThat(posted.rating()).isEqualTo(usage.rating()));
        assertThat(usage.rating().fee().value())
                .isEqualTo(usage.rating().billedCost().value() * 5 / 100);
    }

    @Test
    void shouldSetAsideAndReleaseInRedis() {
        // Given
        String request = Ids.newRequestId();
        hold(request, Samples.HOLD);
        assertThat(snapshot().held()).isEqualTo(Samples.HOLD);
        UsageRecorded usage = Samples.usage(account, request, 1000, 1000);
        // When
        kafka.publish(Samples.placed(account, request));
        kafka.publish(usage);
        kafka.publish(Samples.closed(account, request, Outcome.COMPLETED, 1));
        // Then
        eventually(() -> {
            assertThat(snapshot().held()).isEqualTo(NanoUsd.ZERO);
            assertThat(snapshot().posted())
                    .isEqualTo(CREDIT.minus(usage.rating().charge()));
        });
    }

    @Test
    void shouldKeepAHoldReleasedWhenItsPlacingArrivesLate() {
        // Given
        String request = Ids.newRequestId();
        kafka.publish(Samples.usage(account, request, 10, 10));
        kafka.publish(Samples.closed(account, request, Outcome.COMPLETED, 1));
        kafka.await(HoldReleased.class, released -> released.requestId().equals(request), 1);
        // When
        kafka.publish(Samples.placed(account, request));
        // Then
        eventually(() -> assertThat(count("hold where request_id = '" + request + "' and announced > 0"))
                .isEqualTo(1));
        assertThat(count("hold where request_id = '" + request + "' and state = 'RELEASED'"))
                .isEqualTo(1);
    }

    @Test
    void shouldKeepContradictionsAndQuarantineMismatches() {
        // Given
        String request = Ids.newRequestId();
        String wrong = Ids.newRequestId();
        UsageRecorded usage = Samples.usage(account, request, 100, 100);
        Rating free = new Rating(
                usage.rating().cost(),
                NanoUsd.ZERO,
                NanoUsd.ZERO,
                NanoUsd.ZERO,
                usage.rating().cost());
        // When
        kafka.publish(usage);
        kafka.publish(Samples.usage(account, request, 100, 101));
        kafka.publish(Samples.rated(Samples.usage(account, wrong, 100, 100), free));
        // Then
        eventually(() -> {
            assertThat(count("usage_conflict where event_id = '" + usage.attemptId() + "'"))
                    .isEqualTo(1);
            assertThat(count("quarantine where reason = 'RATING_MISMATCH' and record_key = '" + account + "'"))
                    .isEqualTo(1);
        });
        assertThat(balance()).isEqualTo(CREDIT.minus(usage.rating().charge()));
        assertThat(broken("quarantine")).isEqualTo(1);
        run("update ledger.quarantine set resolved_at = now()");
    }

    @Test
    void shouldPutUnreadableRecordsAsideAndGoOn() {
        // Given
        byte[] garbage = "{\"x\":".getBytes(StandardCharsets.UTF_8);
        String request = Ids.newRequestId();
        // When
        kafka.publish(new ProducerRecord<>(Topic.USAGE.topicName(), account, garbage));
        kafka.publish(Samples.closed(account, request, Outcome.REFUSED, 0));
        // Then
        kafka.await(HoldReleased.class, released -> released.requestId().equals(request), 1);
        assertThat(kafka.records(Topic.deadLettersOf(Topic.USAGE.topicName())))
                .anySatisfy(letter -> assertThat(letter.value()).isEqualTo(garbage));
    }

    @Test
    void shouldRebuildRedisFromTheBooks() {
        // Given
        String open = Ids.newRequestId();
        hold(open, Samples.HOLD);
        kafka.publish(Samples.placed(account, open));
        UsageRecorded usage = Samples.usage(account, Ids.newRequestId(), 500, 500);
        kafka.publish(usage);
        kafka.publish(Samples.closed(account, usage.requestId(), Outcome.COMPLETED, 1));
        // When
        flushRedis();
        // Then
        assertThat(ready()).isFalse();
        await().atMost(Duration.ofSeconds(15)).until(this::ready);
        eventually(() -> {
            AccountSnapshot redis = snapshot();
            assertThat(redis.posted()).isEqualTo(CREDIT.minus(usage.rating().charge()));
            assertThat(redis.held()).isEqualTo(Samples.HOLD);
            assertThat(redis.holds()).containsOnlyKeys(open);
        });
        kafka.publish(Samples.closed(account, open, Outcome.CANCELLED, 0));
        eventually(() -> assertThat(snapshot().held()).isEqualTo(NanoUsd.ZERO));
    }

    @Test
    void shouldManageKeysFromTheirMakingToTheirEnd() {
        // Given
        JsonNode management = operator.post(
                        "/operator/v1/accounts/" + account + "/keys", "{\"name\":\"root\",\"management\":true}")
                .body();
        LedgerClient manager = operator.as(
                "management", account, management.path("data").path("hash").asText());
        // When
        LedgerClient.Answer created = manager.post(
                "/api/v1/keys",
                "{\"name\":\"app\",\"limit\":1.5,\"limit_reset\":\"daily\",\"requests_per_minute\":60,"
                        + "\"allowed_models\":[\"a/b\"],\"unknown\":1}");
        String hash = created.data().path("hash").asText();
        // Then
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.body().path("key").asText()).startsWith("sk-tg-v1-");
        assertThat(created.data().path("limit").decimalValue()).isEqualByComparingTo("1.5");
        assertThat(manager.get("/api/v1/keys").data()).hasSize(1);
        assertThat(operator.get("/internal/keys/" + hash)
                        .body()
                        .at("/key/status")
                        .asText())
                .isEqualTo("ACTIVE");
        LedgerClient.Answer changed = manager.patch("/api/v1/keys/" + hash, "{\"limit\":null,\"disabled\":true}");
        assertThat(changed.data().path("limit").isNull()).isTrue();
        assertThat(changed.data().path("limit_reset").asText()).isEqualTo("daily");
        assertThat(manager.get("/api/v1/keys").data()).isEmpty();
        assertThat(manager.get("/api/v1/keys?include_disabled=true").data()).hasSize(1);
        assertThat(operator.as("inference", account, hash)
                        .get("/api/v1/key")
                        .data()
                        .path("label")
                        .asText())
                .startsWith("sk-tg-v1-");
        assertThat(manager.delete("/api/v1/keys/" + hash).body().path("deleted").asBoolean())
                .isTrue();
        assertThat(manager.get("/api/v1/keys/" + hash).status()).isEqualTo(404);
        List<KeyStated> stated =
                kafka.await(KeyStated.class, key -> key.hash().equals(hash) && key.status() == KeyStatus.REVOKED, 1);
        assertThat(stated.getFirst().version()).isEqualTo(3);
        Instant after = Instant.now();
        kafka.await(KeyHeartbeat.class, beat -> beat.at().isAfter(after), 1);
    }

    @Test
    void shouldRefuseWrongInputWithTypedErrors() {
        // Given
        LedgerClient manager = operator.as("management", account, "");
        List<String> wrong = List.of(
                "",
                "[]",
                "nothing",
                "{}",
                "{\"name\":5}",
                "{\"name\":\"x\",\"limit\":-1}",
                "{\"name\":\"x\",\"limit\":\"1e999999999\"}",
                "{\"name\":\"x\",\"limit\":0.0000000001}",
                "{\"name\":\"x\",\"limit_reset\":\"yearly\"}",
                "{\"name\":\"x\",\"expires_at\":\"soon\"}",
                "{\"name\":\"x\",\"concurrency\":0}",
                "{\"name\":\"x\",\"allowed_models\":\"a\"}",
                "{\"name\":\"x\\u0000\"}",
                "{\"name\":\"x\"} trailing",
                "{\"name\":\"a\",\"name\":\"b\"}");
        // When, then
        for (String body : wrong) {
            LedgerClient.Answer answer = manager.post("/api/v1/keys", body);
            assertThat(answer.status()).as(body).isEqualTo(400);
            assertThat(answer.body().path("error").path("code").isInt())
                    .as(body)
                    .isTrue();
        }
        assertThat(manager.get("/api/v1/keys?offset=-1").status()).isEqualTo(400);
        assertThat(manager.get("/api/v1/nothing")
                        .body()
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(404);
        assertThat(operator.as("inference", account, "").get("/api/v1/keys").status())
                .isEqualTo(403);
        assertThat(LedgerClient.stranger(base).get("/operator/v1/accounts").status())
                .isEqualTo(403);
        assertThat(operator.post(path("credits"), "{\"id\":\"first\",\"amount\":6}")
                        .status())
                .isEqualTo(409);
        assertThat(operator.post(path("credits"), "{\"id\":\"first\",\"amount\":5}")
                        .status())
                .isEqualTo(200);
        assertThat(operator.post(path("credits"), "{\"id\":\"zero\",\"amount\":0}")
                        .status())
                .isEqualTo(400);
        assertThat(operator.post(path("credits"), "{\"id\":\"much\",\"amount\":9223372036}")
                        .status())
                .isEqualTo(400);
        assertThat(balance()).isEqualTo(CREDIT);
    }

    @Test
    void shouldShowAGenerationToItsAccountAlone() {
        // Given
        String request = Ids.newRequestId();
        UsageRecorded failed = Samples.usage(account, request, 1, 50, 0, NanoUsd.ZERO, Outcome.FAILED);
        UsageRecorded usage = Samples.usage(account, request, 2, 321, 123, NanoUsd.ZERO, Outcome.COMPLETED);
        kafka.publish(failed);
        kafka.publish(usage);
        kafka.publish(Samples.closed(account, request, Outcome.COMPLETED, 2));
        LedgerClient caller = operator.as("inference", account, "");
        // When
        LedgerClient.Answer answer = caller.get("/api/v1/generation?id=" + request);
        // Then
        assertThat(answer.status()).isEqualTo(200);
        JsonNode data = answer.data();
        List<String> fields = new ArrayList<>();
        data.fieldNames().forEachRemaining(fields::add);
        assertThat(fields).contains(GENERATION_FIELDS.split(" "));
        assertThat(data.path("total_cost").decimalValue())
                .isEqualByComparingTo(usage.rating().charge().toUsd());
        assertThat(data.path("native_tokens_prompt").asLong()).isEqualTo(321);
        assertThat(data.path("provider_responses")).hasSize(2);
        assertThat(data.path("provider_name").asText()).isEqualTo(Samples.PROVIDER_NAME);
        assertThat(data.at("/provider_responses/0/provider_name").asText()).isEqualTo(Samples.PROVIDER_NAME);
        assertThat(data.path("charge").path("fee").asText())
                .isEqualTo(usage.rating().fee().toString());
        assertThat(data.path("streamed").asBoolean()).isTrue();
        assertThat(data.path("external_user").asText()).isEqualTo("user-7");
        assertThat(data.path("session_id").asText()).isEqualTo("session-3");
        assertThat(data.path("metadata").toString()).isEqualTo("{\"ticket\":\"42\"}");
        assertThat(operator.as("inference", "somebody", "")
                        .get("/api/v1/generation?id=" + request)
                        .status())
                .isEqualTo(404);
        assertThat(caller.get("/api/v1/generation?id=gen-x").status()).isEqualTo(404);
        String charged = "/internal/requests/" + request + "?account=";
        assertThat(operator.get(charged + account).body().path("charged").asBoolean())
                .isTrue();
        assertThat(operator.get(charged + "somebody").body().toString()).isEqualTo("{\"charged\":false}");
        LedgerClient.Answer credits = caller.get("/api/v1/credits");
        assertThat(credits.data().path("total_credits").decimalValue()).isEqualByComparingTo("5");
        assertThat(credits.data().path("total_usage").decimalValue())
                .isEqualByComparingTo(usage.rating().charge().toUsd());
    }

    @Test
    void shouldBookManyAtOnceAndStayClean() throws Exception {
        // Given
        List<UsageRecorded> usages = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String request = Ids.newRequestId();
            UsageRecorded usage = Samples.usage(account, request, i, 2L * i);
            usages.add(usage);
            events.add(Samples.placed(account, request));
            events.add(usage);
            events.add(Samples.closed(account, request, Outcome.COMPLETED, 1));
        }
        NanoUsd spent = usages.stream().map(usage -> usage.rating().charge()).reduce(NanoUsd.ZERO, NanoUsd::plus);
        // When
        kafka.publishAll(events);
        // Then
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count(
                                "hold where account = '" + account + "' and state = 'RELEASED'" + " and announced > 0"))
                        .isEqualTo(1000));
        assertThat(balance()).isEqualTo(CREDIT.minus(spent));
        eventually(() -> assertThat(snapshot().posted()).isEqualTo(CREDIT.minus(spent)));
        DistributionSummary batches = meters.get("tollgate.ledger.batch")
                .tag("topic", Topic.USAGE.topicName())
                .summary();
        assertThat(batches.max()).isGreaterThan(10);
        assertThat(new BigDecimal(number(
                        "select spent from ledger.key_spend where account = '" + account + "' and name = 'total'")))
                .isEqualByComparingTo(new BigDecimal(spent.value()));
        assertBooksAreClean();
        String month = Clock.systemUTC().instant().toString().substring(0, 7);
        JsonNode total = operator.get("/operator/v1/reports/ledger?month=" + month)
                .body()
                .path("total");
        assertThat(NanoUsd.parse(total.path("fee").asText()).value())
                .isEqualTo(number("select sum(amount) from ledger.posting where ledger_account = 'revenue:fee'"));
        assertThat(NanoUsd.parse(total.path("charge").asText()))
                .isEqualTo(NanoUsd.parse(total.path("cost").asText())
                        .plus(NanoUsd.parse(total.path("fee").asText()))
                        .minus(NanoUsd.parse(total.path("absorbed").asText())));
    }

    private static final String GENERATION_FIELDS =
            "id model origin created_at data_region total_cost usage is_byok api_type external_user finish_reason"
                    + " native_finish_reason http_referer preset_id provider_name router service_tier upstream_id"
                    + " user_agent web_search_engine workspace_id app_id cache_discount generation_time latency"
                    + " moderation_latency native_tokens_cached native_tokens_completion"
                    + " native_tokens_completion_images native_tokens_prompt native_tokens_reasoning num_fetches"
                    + " num_input_audio_prompt num_media_completion num_media_prompt num_search_results"
                    + " session_id tokens_completion tokens_prompt upstream_inference_cost cancelled streamed provider_responses";

    private boolean ready() {
        return holds.ready().await().atMost(Duration.ofSeconds(5));
    }

    private static void flushRedis() {
        RedisClient client = RedisClient.create(TestInfrastructure.shared().creditRedis());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            connection.sync().flushall();
        } finally {
            client.shutdown();
        }
    }

    private long broken(String id) {
        for (JsonNode check : operator.get("/operator/v1/audit/ledger").body().path("checks")) {
            if (check.path("id").asText().equals(id)) {
                return check.path("broken").asLong();
            }
        }
        throw new AssertionError("no check " + id);
    }
}
