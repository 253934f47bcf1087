package io.tollgate.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.attempt.RouteDecided;
import io.tollgate.contracts.attempt.RouteFailed;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersionStated;
import io.tollgate.contracts.request.InferenceRequested;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.livestate.Leases;
import io.tollgate.livestate.RecordPosition;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router on real Kafka, PostgreSQL and Redis. */
@QuarkusTest
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "router"))
class RouterIT {

    private static final String MODEL = "openai/gpt-6-sol";
    private static final byte[] BODY = "{\"opaque\": \"ü\"}".getBytes(StandardCharsets.UTF_8);
    private static final String ACCOUNT = "acct-1";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TestHTTPResource("/")
    URI url = URI.create("http://127.0.0.1");

    private final HttpClient http = HttpClient.newHttpClient();
    private final KafkaTap kafka = KafkaTap.shared();

    @Inject
    CreditHolds holds;

    @Inject
    Leases leases;

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void awaitReadiness() {
        if (!holds.ready().await().atMost(PATIENCE)) {
            holds.rebuild(1, List.of(new AccountState(ACCOUNT, NanoUsd.parse("100"), 1, List.of(), List.of())))
                    .await()
                    .atMost(PATIENCE);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> send("GET", "health/ready", "", true).statusCode() == 200);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void shouldStateTheCatalogueOnceHoweverOftenItIsRead() throws Exception {
        kafka.await(EndpointStated.class, endpoint -> true, 1674);
        kafka.await(PriceVersionStated.class, price -> true, 1867);
        kafka.await(ModelStated.class, model -> true, 511);

        JsonNode reloaded =
                json(send("POST", "operator/v1/catalogue/reload", "", true)).path("data");

        assertThat(reloaded.path("models").asInt()).isZero();
        assertThat(reloaded.path("providers").asInt()).isZero();
        assertThat(reloaded.path("endpoints").asInt()).isZero();
        assertThat(reloaded.path("prices").asInt()).isZero();
        JsonNode state = json(send("GET", "operator/v1/catalogue", "", true)).path("data");
        assertThat(state.path("endpoints").asInt()).isGreaterThanOrEqualTo(1674);
        assertThat(state.path("imports").get(0).path("source").asText()).isNotEmpty();
    }

    @Test
    void shouldAppendAChangedPriceAndRouteWithIt() throws Exception {
        String document = """
                endpoints:
                  - of: openai/gpt-6-luna
                    provider: groq
                    model: luna
                    status: active
                    prices: [{from: "2026-01-01", prompt: "%s", completion: "2"}]
                """;
        assertThat(send("POST", "operator/v1/catalogue/import?name=mine.yaml", document.formatted("1"), true)
                        .statusCode())
                .isEqualTo(200);

        JsonNode changed = json(send(
                        "POST", "operator/v1/catalogue/import?name=mine.yaml", document.formatted("7"), true))
                .path("data");

        assertThat(changed.path("prices").asInt()).isEqualTo(1);
        assertThat(changed.path("endpoints").asInt()).isZero();
        List<PriceVersionStated> versions = kafka.await(
                PriceVersionStated.class, price -> price.version().endpoint().equals("openai/gpt-6-luna@groq"), 2);
        assertThat(versions.getLast().version().prices().getFirst().price()).isEqualTo(NanoUsd.parse("7"));
        InferenceRequested request = request("openai/gpt-6-luna", "groq", Instant.now());
        kafka.publish(request, Topic.REQUESTS.topicName(), BODY);
        assertThat(assigned("groq", request).stop().prices())
                .isEqualTo(versions.getLast().version());
        JsonNode again = json(send(
                        "POST", "operator/v1/catalogue/import?name=mine.yaml", document.formatted("7"), true))
                .path("data");
        assertThat(again.path("prices").asInt()).isZero();
        String prices = "operator/v1/catalogue/prices?endpoint=openai/gpt-6-luna@groq";
        JsonNode then = json(send("GET", prices + "&at=2026-02-01", "", true)).path("data");
        assertThat(then.at("/price/prices/0/price").asText()).isEqualTo("1.000000000");
        assertThat(then.path("versions")).hasSize(2);
        assertThat(json(send("GET", prices, "", true))
                        .at("/data/price/prices/0/price")
                        .asText())
                .isEqualTo("7.000000000");
        assertThat(json(send("GET", prices + "&at=2025-12-31T23:59:59Z", "", true))
                        .at("/data/price")
                        .isNull())
                .isTrue();
        assertThat(send("GET", prices + "&at=soon", "", true).statusCode()).isEqualTo(400);
        assertThat(send("GET", prices + "x", "", true).statusCode()).isEqualTo(404);
    }

    @Test
    void shouldRefuseAContradictionWithEveryProblem() throws Exception {
        HttpResponse<String> refused = send(
                "POST",
                "operator/v1/catalogue/import",
                "endpoints: [{of: no/model, provider: nobody, model: x, status: active}]",
                true);

        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode error = json(refused).path("error");
        assertThat(error.path("code").asInt()).isEqualTo(400);
        assertThat(error.path("metadata").path("problems"))
                .extracting(JsonNode::asText)
                .anySatisfy(problem -> assertThat(problem).contains("endpoints[0].of: no model no/model"));
    }

    @Test
    void shouldRouteWithTheBodyUnopened() {
        InferenceRequested request = request(MODEL, "openai", Instant.now());

        kafka.publish(request, Topic.REQUESTS.topicName(), BODY);

        RouteAssigned assigned = assigned("openai", request);
        assertThat(assigned.attempt()).isEqualTo(1);
        assertThat(assigned.stop().endpoint()).isEqualTo(MODEL + "@openai");
        assertThat(assigned.stop().baseUrl()).endsWith("/openai-chat/openai");
        assertThat(assigned.stop().credential()).isEqualTo("simulator");
        assertThat(assigned.hold()).isEqualTo(request.hold());
        ConsumerRecord<String, byte[]> sent = kafka.records(Topic.forProvider("openai")).stream()
                .filter(each -> each.key().equals(request.requestId()))
                .findFirst()
                .orElseThrow();
        assertThat(sent.value()).isEqualTo(BODY);
        assertThat(kafka.await(RouteDecided.class, each -> each.requestId().equals(request.requestId()), 1))
                .singleElement()
                .satisfies(decided -> assertThat(decided.route()).containsExactly(MODEL + "@openai"));
    }

    @Test
    void shouldCloseWhatNobodyCanServe() {
        InferenceRequested request = request(MODEL, "nobody", Instant.now());

        kafka.publish(request, Topic.REQUESTS.topicName(), BODY);

        assertThat(kafka.await(RouteFailed.class, each -> each.requestId().equals(request.requestId()), 1))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.errorType()).isEqualTo("not_found");
                    assertThat(failed.filtered()).containsEntry(MODEL + "@openai", "not_in_only");
                });
        assertThat(kafka.await(RequestClosed.class, each -> each.requestId().equals(request.requestId()), 1))
                .singleElement()
                .satisfies(closed -> {
                    assertThat(closed.outcome()).isEqualTo(Outcome.REFUSED);
                    assertThat(closed.attempts()).isZero();
                    assertThat(closed.hold()).isEqualTo(request.hold().amount());
                });
    }

    @Test
    void shouldNotRouteAfterTheDeadline() {
        InferenceRequested request = request(MODEL, "openai", Instant.now().minusSeconds(60));

        kafka.publish(request, Topic.REQUESTS.topicName(), BODY);

        assertThat(kafka.await(RequestClosed.class, each -> each.requestId().equals(request.requestId()), 1))
                .singleElement()
                .satisfies(closed -> assertThat(closed.outcome()).isEqualTo(Outcome.EXPIRED));
    }

    @Test
    void shouldBarWorkersFromWhatItCloses() {
        InferenceRequested request = request(MODEL, "nobody", Instant.now());
        place(request);

        kafka.publish(request, Topic.REQUESTS.topicName(), BODY);

        kafka.await(RequestClosed.class, each -> each.requestId().equals(request.requestId()), 1);
        assertThat(claim(request)).isInstanceOf(Leases.Claimed.HoldGone.class);
        assertThat(holds.snapshot(ACCOUNT).await().atMost(PATIENCE).holds()).doesNotContainKey(request.requestId());
    }

    @Test
    void shouldLeaveARequestThatAWorkerHasToTheWorker() {
        InferenceRequested expired = request(MODEL, "openai", Instant.now().minusSeconds(60));
        InferenceRequested switchedOff = request(MODEL, "nobody", Instant.now());
        for (InferenceRequested claimed : List.of(expired, switchedOff)) {
            place(claimed);
            assertThat(claim(claimed)).isInstanceOf(Leases.Claimed.Granted.class);
        }
        double before = leftToWorkers();

        kafka.publish(expired, Topic.REQUESTS.topicName(), BODY);
        kafka.publish(switchedOff, Topic.REQUESTS.topicName(), BODY);

        Awaitility.await().atMost(PATIENCE).until(() -> leftToWorkers() == before + 2);
        Set<String> claimed = Set.of(expired.requestId(), switchedOff.requestId());
        assertThat(kafka.events(RequestClosed.class, Topic.USAGE.topicName()))
                .extracting(RequestClosed::requestId)
                .doesNotContainAnyElementsOf(claimed);
        assertThat(kafka.events(RouteFailed.class, Topic.ROUTES.topicName()))
                .extracting(RouteFailed::requestId)
                .doesNotContainAnyElementsOf(claimed);
        assertThat(holds.snapshot(ACCOUNT).await().atMost(PATIENCE).holds()).containsKeys(expired.requestId());
    }

    @Test
    void shouldPutAsideWhatCannotBeReadAndGoOn() {
        kafka.publish(new ProducerRecord<>(Topic.REQUESTS.topicName(), "poison", BODY));
        InferenceRequested request = request(MODEL, "openai", Instant.now());
        kafka.publish(request, Topic.REQUESTS.topicName(), BODY);

        assertThat(assigned("openai", request).requestId()).isEqualTo(request.requestId());
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(kafka.records(Topic.deadLettersOf(Topic.REQUESTS.topicName())))
                        .singleElement()
                        .satisfies(dead -> {
                            assertThat(dead.key()).isEqualTo("poison");
                            assertThat(dead.value()).isNull();
                        }));
    }

    @Test
    void shouldSwitchAProviderOffAndOn() throws Exception {
        HttpResponse<String> off = send("PATCH", "operator/v1/providers/deepinfra", "{\"enabled\": false}", true);

        assertThat(off.statusCode()).isEqualTo(200);
        assertThat(json(off).path("data").path("enabled").asBoolean(true)).isFalse();
        kafka.await(ProviderStated.class, each -> each.slug().equals("deepinfra") && !each.enabled(), 1);
        assertThat(json(send("POST", "operator/v1/providers/deepinfra", "{\"enabled\": true}", true))
                        .path("data")
                        .path("enabled")
                        .asBoolean())
                .isTrue();
        assertThat(send("PATCH", "operator/v1/providers/deepinfra", "{\"enabled\": 1}", true)
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("PATCH", "operator/v1/providers/nobody", "{\"enabled\": true}", true)
                        .statusCode())
                .isEqualTo(404);
        Set<String> slugs = json(send("GET", "operator/v1/providers", "", true))
                .path("data")
                .valueStream()
                .map(provider -> provider.path("slug").asText())
                .collect(Collectors.toSet());
        assertThat(slugs).hasSize(92).contains("deepinfra");
    }

    @Test
    void shouldLetInNobodyButTheOperator() throws Exception {
        assertThat(send("GET", "operator/v1/providers", "", false).statusCode()).isEqualTo(403);
    }

    private void place(InferenceRequested request) {
        NanoUsd amount = request.hold().amount();
        CreditHolds.Place place = new CreditHolds.Place(
                request.requestId(), ACCOUNT, request.key(), amount, request.deadline(), "", null, null, null);
        assertThat(holds.place(place).await().atMost(PATIENCE)).isInstanceOf(CreditHolds.Placed.Ok.class);
    }

    private Leases.Claimed claim(InferenceRequested request) {
        RecordPosition position = new RecordPosition(Topic.forProvider("openai"), 0, 0);
        return leases.claim(new Leases.Claim(request.requestId(), ACCOUNT, 1, "worker", position))
                .await()
                .atMost(PATIENCE);
    }

    private double leftToWorkers() {
        return meters.counter("tollgate.router.left.to.workers").count();
    }

    private RouteAssigned assigned(String provider, InferenceRequested request) {
        return kafka.await(
                        RouteAssigned.class,
                        Topic.forProvider(provider),
                        each -> each.requestId().equals(request.requestId()),
                        1)
                .getFirst();
    }

    private static InferenceRequested request(String model, String provider, Instant acceptedAt) {
        Preferences only = Requests.preferring(List.of(), List.of(provider), true);
        return Requests.text(List.of(model), only, "1", acceptedAt);
    }

    private HttpResponse<String> send(String method, String path, String body, boolean asOperator)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve("/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (asOperator) {
            request.header("X-Tollgate-Internal", InfrastructureResource.INTERNAL_SECRET)
                    .header("X-Tollgate-Role", "operator");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }
}
