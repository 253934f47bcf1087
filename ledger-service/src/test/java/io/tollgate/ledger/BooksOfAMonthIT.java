package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements, payables, invoices and states of the past, each against sums that the test made itself. */
@QuarkusTest
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "ledger"))
class BooksOfAMonthIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final NanoUsd CREDIT = NanoUsd.parse("1000");

    @TestHTTPResource("/")
    URI base = URI.create("http://unknown");

    @Inject
    DataSource source;

    private final String month = YearMonth.now(ZoneOffset.UTC).toString();
    private LedgerClient operator;
    private Tables database;
    private KafkaTap kafka;
    private String account;
    private Traffic traffic;

    @BeforeEach
    void giveCredit() {
        operator = LedgerClient.operator(base);
        database = new Tables(source);
        kafka = KafkaTap.shared();
        account = "acct-" + Ids.newId();
        traffic = new Traffic(account);
        assertThat(operator.post("/operator/v1/accounts", "{\"id\":\"" + account + "\",\"name\":\"Acme\"}")
                        .status())
                .isEqualTo(201);
        grant("first", CREDIT);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void shouldCloseAStatementToTheNanoDollarAfterRandomTraffic() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<UsageRecorded> usages = new ArrayList<>();
        NanoUsd given = CREDIT;
        for (int i = 0; i < 120; i++) {
            UsageRecorded usage = traffic.random(random);
            usages.add(usage);
            traffic.publish(kafka, usage);
            if (i % 30 == 0) {
                NanoUsd more = NanoUsd.of(1 + random.nextLong(1_000_000_000));
                grant("more-" + i, more);
                given = given.plus(more);
            }
        }
        awaitCharges(usages.size());
        // When
        JsonNode statement = statement();
        // Then
        NanoUsd paid = sum(usages, Rating::charge);
        assertThat(amount(statement, "opening")).as("seed %d", seed).isEqualTo(NanoUsd.ZERO);
        assertThat(amount(statement, "closing")).as("seed %d", seed).isEqualTo(given.minus(paid));
        assertThat(amount(statement, "movement")).as("seed %d", seed).isEqualTo(given.minus(paid));
        assertThat(amount(statement, "fees")).as("seed %d", seed).isEqualTo(sum(usages, Rating::fee));
        assertThat(statement.path("movements")).hasSize(1);
        assertThat(amount(statement.path("movements").get(0), "amount")).isEqualTo(given);
        assertThat(statement.path("entries")).hasSize(5);
        for (JsonNode charge : statement.path("charges")) {
            List<UsageRecorded> ofModel = usages.stream()
                    .filter(usage -> usage.model().equals(charge.path("model").asText()))
                    .filter(usage -> !usage.rating().charge().isZero())
                    .toList();
            assertThat(charge.path("count").asLong()).as("seed %d", seed).isEqualTo(ofModel.size());
            assertThat(amount(charge, "cost")).as("seed %d", seed).isEqualTo(sum(ofModel, Rating::billedCost));
            assertThat(amount(charge, "fee")).as("seed %d", seed).isEqualTo(sum(ofModel, Rating::fee));
            assertThat(amount(charge, "amount").negated()).isEqualTo(sum(ofModel, Rating::charge));
            assertThat(charge.path("prompt_tokens").asLong())
                    .isEqualTo(ofModel.stream()
                            .mapToLong(usage -> usage.usage().promptTokensOrZero())
                            .sum());
        }
        assertThat(operator.as("management", account, "")
                        .get("/api/v1/statements?month=" + month)
                        .data()
                        .path("closing"))
                .isEqualTo(statement.path("closing"));
        assertThat(operator.as("inference", account, "")
                        .get("/api/v1/statements?month=" + month)
                        .status())
                .isEqualTo(403);
        assertThat(operator.get("/operator/v1/statements/nobody?month=" + month).status())
                .isEqualTo(404);
        assertThat(operator.get("/operator/v1/statements/" + account).status()).isEqualTo(400);
        JsonNode next = operator.get("/operator/v1/statements/" + account + "?month="
                        + YearMonth.parse(month).plusMonths(1))
                .data();
        assertThat(next.path("opening")).isEqualTo(statement.path("closing"));
        assertThat(next.path("closing")).isEqualTo(statement.path("closing"));
    }

    @Test
    void shouldSayWhatAProviderIsOwed() {
        // Given
        List<UsageRecorded> usages = List.of(
                traffic.call("author/small", 1000, 100, Outcome.COMPLETED),
                traffic.call("author/small", 2000, 200, Outcome.INTERRUPTED),
                traffic.call("author/large", 3000, 300, Outcome.COMPLETED));
        usages.forEach(usage -> traffic.publish(kafka, usage));
        awaitCharges(3);
        // When
        JsonNode house = operator.get("/operator/v1/payables?month=" + month).data();
        // Then
        assertThat(house.path("balanced").asBoolean()).as(house.toString()).isTrue();
        assertThat(amount(house.path("trial_balance"), "closing")).isEqualTo(NanoUsd.ZERO);
        assertThat(house.path("trial_balance").path("debit"))
                .isEqualTo(house.path("trial_balance").path("credit"));
        JsonNode owed = provider(house);
        assertThat(amount(owed, "billed")).isEqualTo(sum(usages, Rating::billedCost));
        assertThat(amount(owed, "absorbed")).isEqualTo(sum(usages, Rating::absorbed));
        assertThat(amount(owed, "closing")).isEqualTo(sum(usages, Rating::cost));
        assertThat(operator.get("/operator/v1/payables").status()).isEqualTo(400);
        assertThat(operator.as("management", account, "")
                        .get("/operator/v1/payables?month=" + month)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void shouldListWhatAnInvoiceAndTheBooksDoNotAgreeOn() {
        // Given an invoice with a line that agrees, one that differs, one that nobody knows, one call missing, and a
        // model by day
        UsageRecorded agrees = traffic.call("author/small", 1000, 100, Outcome.COMPLETED);
        UsageRecorded differs = traffic.call("author/small", 2000, 200, Outcome.COMPLETED);
        UsageRecorded missing = traffic.call("other/medium", 3000, 300, Outcome.COMPLETED);
        UsageRecorded byRequest = traffic.call("other/medium", 500, 30, Outcome.COMPLETED);
        List<UsageRecorded> byDay = List.of(
                traffic.call("author/large", 4000, 400, Outcome.COMPLETED),
                traffic.call("author/large", 5000, 500, Outcome.COMPLETED));
        List<UsageRecorded> all = new ArrayList<>(List.of(agrees, differs, missing, byRequest));
        all.addAll(byDay);
        all.forEach(usage -> traffic.publish(kafka, usage));
        awaitCharges(all.size());
        LocalDate day = agrees.finishedAt().atOffset(ZoneOffset.UTC).toLocalDate();
        NanoUsd more = NanoUsd.of(77);
        NanoUsd invented = NanoUsd.of(12_345);
        String stranger = Ids.newId().toString();
        List<String> lines = List.of(
                line(
                        1,
                        "attempt",
                        agrees.attemptId().toString(),
                        agrees.rating().cost()),
                line(
                        2,
                        "attempt",
                        differs.attemptId().toString(),
                        differs.rating().cost()),
                line(3, "attempt", differs.attemptId().toString(), more),
                line(4, "attempt", stranger, invented),
                line(5, "request", byRequest.requestId(), byRequest.rating().cost()),
                "{\"line\":6,\"model\":\"large\",\"day\":\"" + day + "\",\"amount\":\"" + sum(byDay, Rating::cost)
                        + "\"}");
        // When
        String id = "invoice-" + Ids.newId();
        String invoices = "/operator/v1/payables/" + traffic.provider + "/invoices";
        assertThat(hand(invoices, id, lines.subList(0, 4))
                        .data()
                        .path("present")
                        .asLong())
                .isEqualTo(4);
        assertThat(operator.get(invoices + "/" + id).status())
                .as("not all is here")
                .isEqualTo(409);
        hand(invoices, id, lines.subList(2, 6));
        JsonNode found = operator.get(invoices + "/" + id).data();
        // Then
        assertThat(amount(found, "ours")).isEqualTo(sum(all, Rating::cost));
        assertThat(found.path("explained").asBoolean()).isTrue();
        assertThat(amount(found, "difference"))
                .isEqualTo(more.plus(invented).minus(missing.rating().cost()));
        assertThat(found.at("/by_status/MATCHED/items").asLong()).isEqualTo(3);
        assertThat(found.path("open"))
                .extracting(each -> each.path("status").asText() + " "
                        + each.path("reference").asText() + " "
                        + each.path("difference").asText())
                .containsExactlyInAnyOrder(
                        "DIFFERENT " + differs.attemptId() + " " + more,
                        "ONLY_THEIRS " + stranger + " " + invented,
                        "ONLY_OURS " + missing.attemptId() + " "
                                + missing.rating().cost().negated());
        assertThat(database.number("select count(*) from ledger.ledger_transaction where account = '" + account
                        + "' and kind not in ('GRANT', 'CHARGE')"))
                .isZero();
        assertThat(operator.get(invoices + "/unknown").status()).isEqualTo(404);
        assertThat(operator.post("/operator/v1/payables/other/invoices", body(id, lines.subList(0, 1)))
                        .status())
                .isEqualTo(409);
        assertThat(operator.post(invoices, body(id, List.of("{\"line\":1,\"amount\":\"1\"}")))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void shouldSayWhatWasTrueAtAnInstant() {
        // Given
        Instant begin = Instant.now();
        String key = operator.post(
                        "/operator/v1/accounts/" + account + "/keys",
                        "{\"name\":\"app\",\"limit\":2.5,\"limit_reset\":\"daily\"}")
                .data()
                .path("hash")
                .asText();
        Instant made = Instant.now();
        String path = "/operator/v1/accounts/" + account;
        assertThat(operator.patch(path + "/keys/" + key, "{\"limit\":9,\"concurrency\":3}")
                        .status())
                .isEqualTo(200);
        Instant raised = Instant.now();
        UsageRecorded usage = traffic.call("author/small", 1000, 100, Outcome.COMPLETED);
        traffic.publish(kafka, usage);
        awaitCharges(1);
        Instant charged = Instant.now();
        operator.delete(path + "/keys/" + key);
        operator.patch(path, "{\"enabled\":false,\"name\":\"Late\"}");
        // When, then
        JsonNode first = asOf(path + "/keys/" + key, made).data();
        assertThat(first.path("limit").decimalValue()).isEqualByComparingTo("2.5");
        assertThat(first.path("concurrency").isNull()).isTrue();
        assertThat(first.path("usable").asBoolean()).isTrue();
        JsonNode second = asOf(path + "/keys/" + key, charged).data();
        assertThat(second.path("limit").decimalValue()).isEqualByComparingTo("9");
        assertThat(second.path("concurrency").asInt()).isEqualTo(3);
        JsonNode last = asOf(path + "/keys/" + key, Instant.now()).data();
        assertThat(last.path("status").asText()).isEqualTo("REVOKED");
        assertThat(last.path("usable").asBoolean()).isFalse();
        assertThat(asOf(path + "/keys/" + key, begin).status()).isEqualTo(404);
        assertThat(asOf("/operator/v1/accounts/other/keys/" + key, made).status())
                .isEqualTo(404);
        assertThat(balance(path, raised)).isEqualTo(CREDIT);
        assertThat(balance(path, charged)).isEqualTo(CREDIT.minus(usage.rating().charge()));
        assertThat(asOf(path, charged).data().path("name").asText()).isEqualTo("Acme");
        assertThat(asOf(path, Instant.now()).data().path("enabled").asBoolean()).isFalse();
        assertThat(asOf(path, begin.minusSeconds(3600)).status()).isEqualTo(404);
        assertThat(asOf(path, Instant.now().plusSeconds(60)).status()).isEqualTo(400);
        assertThat(operator.get(path + "/as-of?at=yesterday").status()).isEqualTo(400);
        assertThat(operator.get(path + "/as-of").status()).isEqualTo(400);
    }

    private JsonNode provider(JsonNode house) {
        for (JsonNode each : house.path("providers")) {
            if (each.path("provider").asText().equals(traffic.provider)) {
                return each;
            }
        }
        throw new AssertionError("nothing is owed to " + traffic.provider);
    }

    private LedgerClient.Answer asOf(String path, Instant at) {
        return operator.get(path + "/as-of?at=" + at);
    }

    private NanoUsd balance(String path, Instant at) {
        return NanoUsd.ofUsd(asOf(path, at).data().path("balance").decimalValue());
    }

    private JsonNode statement() {
        LedgerClient.Answer answer = operator.get("/operator/v1/statements/" + account + "?month=" + month);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.data();
    }

    private LedgerClient.Answer hand(String invoices, String id, List<String> lines) {
        LedgerClient.Answer answer = operator.post(invoices, body(id, lines));
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer;
    }

    private String body(String id, List<String> lines) {
        return "{\"id\":\"" + id + "\",\"month\":\"" + month + "\",\"line_count\":6,\"lines\":["
                + String.join(",", lines) + "]}";
    }

    private static String line(int number, String by, String reference, NanoUsd amount) {
        return "{\"line\":" + number + ",\"" + by + "\":\"" + reference + "\",\"amount\":\"" + amount + "\"}";
    }

    private void grant(String id, NanoUsd amount) {
        assertThat(operator.post(
                                "/operator/v1/accounts/" + account + "/credits",
                                "{\"id\":\"" + id + "\",\"amount\":\"" + amount + "\"}")
                        .status())
                .isEqualTo(201);
    }

    private void awaitCharges(int count) {
        await().atMost(PATIENCE)
                .until(() -> database.number("select count(*) from ledger.charge where account = '" + account + "'")
                        == count);
    }

    private static NanoUsd amount(JsonNode object, String field) {
        return NanoUsd.parse(object.path(field).asText());
    }

    private static NanoUsd sum(List<UsageRecorded> usages, Function<Rating, NanoUsd> part) {
        return usages.stream().map(usage -> part.apply(usage.rating())).reduce(NanoUsd.ZERO, NanoUsd::plus);
    }
}
