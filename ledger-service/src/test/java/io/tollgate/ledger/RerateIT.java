package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.ChargeCorrected;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.pricing.Rater;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A month rated again under corrected prices: shown, then posted once however often it is repeated. */
@QuarkusTest
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "ledger"))
class RerateIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LONG_AGO = "2018-06";

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
    void openAccount() {
        operator = LedgerClient.operator(base);
        database = new Tables(source);
        kafka = KafkaTap.shared();
        account = "acct-" + Ids.newId();
        traffic = new Traffic(account);
        assertThat(operator.post("/operator/v1/accounts", "{\"id\":\"" + account + "\",\"name\":\"Acme\"}")
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void shouldShowADifferenceAndPostItOnce() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        NanoUsd credit = NanoUsd.parse("100");
        grant(credit);
        List<UsageRecorded> usages =
                IntStream.range(0, 40).mapToObj(i -> traffic.random(random)).toList();
        book(usages);
        PriceVersion cheaper = Samples.prices(traffic.endpoint("author/small"), "0.135", "0.5");
        PriceVersion dearer = Samples.prices(traffic.endpoint("author/large"), "0.54", "2.3");
        List<Rating> after =
                usages.stream().map(usage -> after(usage, cheaper, dearer)).toList();
        long changed = IntStream.range(0, usages.size())
                .filter(i -> !after.get(i).equals(usages.get(i).rating()))
                .count();
        String order = order("first-" + account, month, cheaper, dearer);
        // When
        JsonNode shown = rerate(order, false);
        // Then
        assertThat(shown.path("changed").asLong()).as("seed %d", seed).isEqualTo(changed);
        assertThat(difference(shown, "charge"))
                .as("seed %d", seed)
                .isEqualTo(charges(after)
                        .minus(charges(
                                usages.stream().map(UsageRecorded::rating).toList())));
        assertThat(balance()).isEqualTo(credit.minus(charges(ratings(usages))));
        assertThat(operator.get("/operator/v1/rerate/first-" + account).status())
                .isEqualTo(404);
        // When it is posted, several times at once and again
        List<CompletableFuture<JsonNode>> posts = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> rerate(order, true)))
                .limit(4)
                .toList();
        posts.forEach(CompletableFuture::join);
        JsonNode booked = booked("first-" + account);
        rerate(order, true);
        // Then
        assertThat(booked.path("booked").asLong()).as("seed %d", seed).isEqualTo(changed);
        assertThat(booked.path("refused").asLong()).isZero();
        assertThat(booked("first-" + account)).isEqualTo(booked);
        assertThat(balance()).as("seed %d", seed).isEqualTo(credit.minus(charges(after)));
        assertThat(rerate(order, false).path("changed").asLong()).isZero();
        assertThat(database.number("select count(*) from ledger.ledger_transaction t join ledger.charge c"
                        + " on c.attempt_id = t.corrects where t.kind = 'CORRECTION' and t.account = '" + account
                        + "' and t.month = '" + month + "'"))
                .isEqualTo(changed);
        kafka.await(ChargeCorrected.class, event -> event.account().equals(account), Math.toIntExact(changed));
        JsonNode statement = operator.get("/operator/v1/statements/" + account + "?month=" + month)
                .data();
        assertThat(NanoUsd.parse(statement.path("closing").asText())).isEqualTo(credit.minus(charges(after)));
        assertThat(statement.path("corrections")).hasSize(2);
        assertThat(operator.post(
                                "/operator/v1/rerate",
                                order("first-" + account, month, cheaper).replace("}]}]", "}]}],\"post\":true"))
                        .status())
                .isEqualTo(409);
        assertNothingIsBroken();
    }

    @Test
    void shouldChargeNoMoreThanTheHoldNorThanWhatIsFree() {
        // Given one call at a price that was far too low, and credit for little more
        UsageRecorded usage = traffic.call("author/small", 1_000_000, 0, Outcome.COMPLETED);
        NanoUsd spare = NanoUsd.parse("0.1");
        grant(usage.rating().charge().plus(spare));
        book(List.of(usage));
        PriceVersion dearer = Samples.prices(traffic.endpoint("author/small"), "2.7", "1.101");
        // When
        JsonNode shown = rerate(order("dear-" + account, month, dearer), false);
        rerate(order("dear-" + account, month, dearer), true);
        JsonNode booked = booked("dear-" + account);
        // Then what is shown is bounded by the hold, what is booked by the credit too
        assertThat(NanoUsd.parse(shown.path("groups").get(0).at("/charge/after").asText()))
                .isLessThanOrEqualTo(Traffic.HOLD)
                .isGreaterThan(usage.rating().charge());
        NanoUsd paid = NanoUsd.parse(booked.path("charge").asText());
        assertThat(paid).isLessThanOrEqualTo(spare);
        assertThat(spare.minus(paid)).as("less than two nano-dollars are left").isLessThan(NanoUsd.of(2));
        assertThat(NanoUsd.parse(booked.path("cost").asText())).isEqualTo(NanoUsd.parse("2.43"));
        assertThat(NanoUsd.parse(booked.path("cost").asText()))
                .isEqualTo(NanoUsd.parse(booked.path("billed_cost").asText())
                        .plus(NanoUsd.parse(booked.path("absorbed").asText())));
        assertNothingIsBroken();
    }

    @Test
    void shouldBookCorrectionsOfAClosedMonthInTheOpenOne() {
        // Given a charge of a month long past, which is closed
        grant(NanoUsd.parse("5"));
        UsageRecorded usage = traffic.call("author/small", 10_000, 100, Outcome.COMPLETED);
        book(List.of(usage));
        backdate(usage);
        assertThat(operator.post("/operator/v1/months/" + LONG_AGO + "/close", "")
                        .status())
                .isEqualTo(201);
        PriceVersion cheaper = Samples.prices(traffic.endpoint("author/small"), "0.1", "1");
        // When
        rerate(order("late-" + account, LONG_AGO, cheaper), true);
        booked("late-" + account);
        // Then
        assertThat(database.texts(
                        "select month from ledger.ledger_transaction where kind = 'CORRECTION' and account = '"
                                + account + "'"))
                .containsExactly(month);
        assertThat(balance())
                .isEqualTo(NanoUsd.parse("5").minus(after(usage, cheaper).charge()));
        assertNothingIsBroken();
    }

    @Test
    void shouldRefuseOrdersThatMakeNoSense() {
        PriceVersion price = Samples.prices(traffic.endpoint("author/small"), "1", "1");
        String good = order("x", month, price);
        for (String wrong : List.of(
                "{}",
                good.replace("\"id\":\"x\",", ""),
                good.replace(month, "2026-13"),
                good.replace("\"meter\":\"prompt\"", "\"meter\":\"smell\""),
                good.replace("\"per\":1000000", "\"per\":0"),
                good.replace("\"prices\":[", "\"prices\":[],\"other\":["),
                good.replace("\"id\":\"x\",", "\"id\":\"x\",\"endpoint\":\"other@p\","),
                good.replace("\"id\":\"x\",", "\"id\":\"x\",\"after\":\"nothing\","))) {
            assertThat(operator.post("/operator/v1/rerate", wrong).status())
                    .as(wrong)
                    .isEqualTo(400);
        }
        assertThat(operator.as("management", account, "")
                        .post("/operator/v1/rerate", good)
                        .status())
                .isEqualTo(403);
    }

    private void backdate(UsageRecorded usage) {
        String attempt = "'" + usage.attemptId() + "'";
        String change = " set month = '" + LONG_AGO + "' where ";
        database.run(
                "alter table ledger.posting disable trigger user",
                "alter table ledger.ledger_transaction disable trigger user",
                "alter table ledger.charge disable trigger user",
                "update ledger.posting" + change + "transaction_id = " + attempt,
                "update ledger.ledger_transaction" + change + "id = " + attempt,
                "update ledger.charge" + change + "attempt_id = " + attempt,
                "alter table ledger.posting enable trigger user",
                "alter table ledger.ledger_transaction enable trigger user",
                "alter table ledger.charge enable trigger user");
    }

    private void book(List<UsageRecorded> usages) {
        usages.forEach(usage -> traffic.publish(kafka, usage));
        await().atMost(PATIENCE)
                .until(() -> database.number("select count(*) from ledger.hold where account = '" + account
                                + "' and state = 'RELEASED'")
                        == usages.size());
    }

    private JsonNode rerate(String order, boolean post) {
        LedgerClient.Answer answer = operator.post(
                "/operator/v1/rerate", order.substring(0, order.length() - 1) + ",\"post\":" + post + "}");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.data().path("next").isNull()).isTrue();
        return answer.data();
    }

    private JsonNode booked(String id) {
        return await().atMost(PATIENCE)
                .until(
                        () -> operator.get("/operator/v1/rerate/" + id).data(),
                        progress -> progress.has("waiting")
                                && progress.path("waiting").asLong() == 0);
    }

    private static String order(String id, String month, PriceVersion... versions) {
        List<String> prices = new ArrayList<>();
        for (PriceVersion version : versions) {
            List<String> meters = version.prices().stream()
                    .map(price -> "{\"meter\":\"" + price.meter().wireName() + "\",\"price\":\"" + price.price()
                            + "\",\"per\":" + price.per() + "}")
                    .toList();
            prices.add("{\"endpoint\":\"" + version.endpoint() + "\",\"from\":\"" + version.validFrom()
                    + "\",\"meters\":[" + String.join(",", meters) + "]}");
        }
        return "{\"id\":\"" + id + "\",\"month\":\"" + month + "\",\"prices\":[" + String.join(",", prices) + "]}";
    }

    private static Rating after(UsageRecorded usage, PriceVersion... versions) {
        for (PriceVersion version : versions) {
            if (version.endpoint().equals(usage.endpoint())) {
                return Rater.rate(usage.usage(), version, Samples.FEE, usage.hold(), NanoUsd.ZERO, usage.outcome());
            }
        }
        return usage.rating();
    }

    private static List<Rating> ratings(List<UsageRecorded> usages) {
        return usages.stream().map(UsageRecorded::rating).toList();
    }

    private static NanoUsd charges(List<Rating> ratings) {
        return ratings.stream().map(Rating::charge).reduce(NanoUsd.ZERO, NanoUsd::plus);
    }

    private static NanoUsd difference(JsonNode shown, String amount) {
        NanoUsd sum = NanoUsd.ZERO;
        for (JsonNode group : shown.path("groups")) {
            sum = sum.plus(NanoUsd.parse(group.path(amount).path("difference").asText()));
        }
        return sum;
    }

    private void grant(NanoUsd amount) {
        assertThat(operator.post(
                                "/operator/v1/accounts/" + account + "/credits",
                                "{\"id\":\"first\",\"amount\":\"" + amount + "\"}")
                        .status())
                .isEqualTo(201);
    }

    private NanoUsd balance() {
        return NanoUsd.ofUsd(operator.get("/operator/v1/accounts/" + account)
                .data()
                .path("balance")
                .decimalValue());
    }

    private void assertNothingIsBroken() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (JsonNode check :
                    operator.get("/operator/v1/audit/ledger").body().path("checks")) {
                // what other tests leave open on purpose is not the point here
                if (check.path("id").asText().matches("1[a-d]|2[a-c]|3[a-ce]|6.|7.*")) {
                    assertThat(check.path("broken").asLong())
                            .as(check.toString())
                            .isZero();
                }
            }
        });
    }
}
