package io.tollgate.ledger.adjustment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.ledger.CreditWithdrawn;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.CreditTest;
import io.tollgate.ledger.LedgerClient;
import io.tollgate.ledger.PaymentSettings;
import io.tollgate.ledger.Samples;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.livestate.CreditHolds.Placed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PaymentSettings.class)
class AdjustmentsIT extends CreditTest {

    @Test
    void shouldAddAndTakeOnceForEachId() {
        // When
        LedgerClient.Answer added = adjust("a", "1.25", "goodwill");
        eventually(() -> assertThat(snapshot().posted()).isEqualTo(NanoUsd.parse("6.25")));
        LedgerClient.Answer taken = adjust("b", "-6.25", "given by mistake");
        // Then
        assertThat(added.status()).isEqualTo(201);
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.data().path("balance").decimalValue()).isEqualByComparingTo("0");
        assertThat(adjust("a", "1.25", "goodwill").status()).isEqualTo(200);
        assertThat(adjust("b", "-6.25", "given by mistake").status()).isEqualTo(200);
        assertThat(adjust("a", "-1.25", "goodwill").status()).isEqualTo(409);
        assertThat(adjust("b", "-6.25", "another reason").status()).isEqualTo(409);
        assertThat(balance()).isEqualTo(NanoUsd.ZERO);
        assertThat(snapshot().held()).isEqualTo(NanoUsd.ZERO);
        assertThat(kafka.await(CreditWithdrawn.class, each -> each.account().equals(account), 1))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.amount()).isEqualTo(NanoUsd.parse("6.25"));
                    assertThat(each.reason()).isEqualTo("given by mistake");
                });
        assertThat(kafka.await(
                        CreditGranted.class,
                        each -> each.account().equals(account) && each.kind().equals("adjustment"),
                        1))
                .hasSize(1);
        assertThat(operator.as("inference", account, "")
                        .get("/api/v1/credits")
                        .data()
                        .path("total_credits")
                        .decimalValue())
                .isEqualByComparingTo("0");
        assertBooksAreClean();
    }

    @Test
    void shouldLeaveWhatOpenRequestsHold() {
        // Given
        String request = hold(NanoUsd.parse("4"));
        // When, then
        assertThat(adjust("a", "-1.000000001", "x").status()).isEqualTo(409);
        assertThat(adjust("b", "-1", "x").status()).isEqualTo(201);
        assertThat(adjust("c", "-0.000000001", "x").status()).isEqualTo(409);
        assertThat(balance()).isEqualTo(NanoUsd.parse("4"));
        assertThat(snapshot().held()).isEqualTo(NanoUsd.parse("4"));
        release(request);
        assertThat(adjust("c", "-4", "x").status()).isEqualTo(201);
        assertThat(snapshot().posted()).isEqualTo(NanoUsd.ZERO);
        assertBooksAreClean();
    }

    @Test
    void shouldNeverSpendTheSameCreditTwice() {
        // Given requests that hold half a dollar each and adjustments that take as much, twice as many as the credit
        // allows
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String id = "taken-" + i;
            calls.add(() -> adjust(id, "-0.5", "race").status() == 201);
            calls.add(() -> holds.place(new CreditHolds.Place(
                                    Ids.newRequestId(),
                                    account,
                                    Samples.KEY,
                                    NanoUsd.parse("0.5"),
                                    Instant.now().plusSeconds(60),
                                    "",
                                    null,
                                    null,
                                    null))
                            .await()
                            .atMost(Duration.ofSeconds(10))
                    instanceof Placed.Ok);
        }
        // When
        long granted = atOnce(calls).stream().filter(each -> each).count();
        // Then
        assertThat(granted).isEqualTo(10);
        assertThat(snapshot().posted())
                .isEqualTo(balance())
                .isEqualTo(snapshot().held());
        snapshot().holds().keySet().forEach(this::release);
    }

    @Test
    void shouldReferToWhatItCorrects() {
        // Given
        String corrected = operator.post(path("credits"), "{\"id\":\"second\",\"amount\":2}")
                .data()
                .path("transaction_id")
                .asText();
        eventually(() -> assertThat(snapshot().posted()).isEqualTo(NanoUsd.parse("7")));
        String body = "{\"id\":\"c\",\"amount\":-2,\"reason\":\"twice\",\"corrects\":\"%s\"}";
        // When, then
        assertThat(operator.post(path("adjustments"), body.formatted(Ids.newId()))
                        .status())
                .isEqualTo(400);
        assertThat(operator.post(path("adjustments"), body.formatted("x")).status())
                .isEqualTo(400);
        assertThat(operator.post(path("adjustments"), body.formatted(corrected)).status())
                .isEqualTo(201);
        assertThat(count("ledger_transaction where corrects = '" + corrected + "'"))
                .isEqualTo(1);
        assertThat(snapshot().held()).isEqualTo(NanoUsd.ZERO);
    }

    @Test
    void shouldRefuseWhatIsNoAdjustment() {
        List<String> wrong = List.of(
                "{}",
                "{\"id\":\"x\",\"amount\":0,\"reason\":\"x\"}",
                "{\"id\":\"x\",\"amount\":\"NaN\",\"reason\":\"x\"}",
                "{\"id\":\"x\",\"amount\":1e18,\"reason\":\"x\"}",
                "{\"id\":\"x\",\"amount\":-9223372036.854775808,\"reason\":\"x\"}",
                "{\"id\":\"x\",\"amount\":9223372036.854775807,\"reason\":\"x\"}",
                "{\"id\":\"x\",\"amount\":0.0000000001,\"reason\":\"x\"}",
                "{\"id\":\"x\",\"amount\":1}",
                "{\"id\":\"x\",\"amount\":1,\"reason\":\"\"}",
                "{\"amount\":1,\"reason\":\"x\"}");
        wrong.forEach(
                body -> assertThat(operator.post(path("adjustments"), body).status())
                        .as(body)
                        .isEqualTo(400));
        assertThat(operator.post(
                                "/operator/v1/accounts/nobody/adjustments",
                                "{\"id\":\"x\",\"amount\":-1,\"reason\":\"x\"}")
                        .status())
                .isEqualTo(404);
        assertThat(operator.as("management", account, "")
                        .post(path("adjustments"), "{\"id\":\"x\",\"amount\":1,\"reason\":\"x\"}")
                        .status())
                .isEqualTo(403);
        assertThat(adjust("x", "-9000000000", "more than Redis counts").status())
                .isEqualTo(409);
        assertThat(balance()).isEqualTo(CREDIT);
    }

    private LedgerClient.Answer adjust(String id, String amount, String reason) {
        return operator.post(
                path("adjustments"), "{\"id\":\"" + id + "\",\"amount\":" + amount + ",\"reason\":\"" + reason + "\"}");
    }
}
