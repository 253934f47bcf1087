package io.tollgate.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditWithdrawn;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.CreditTest;
import io.tollgate.ledger.LedgerClient;
import io.tollgate.ledger.PaymentSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PaymentSettings.class)
class RefundsIT extends CreditTest {

    private static final String COMPLETED = "checkout.session.completed";
    private static final NanoUsd PAID = NanoUsd.parse("20");

    private Callbacks callbacks;
    private String event;
    private String payment;

    @BeforeEach
    void begin() {
        callbacks = new Callbacks(operator);
        event = "evt_" + Ids.newId();
        payment = "pi_" + Ids.newId();
    }

    @Test
    void shouldGiveBackWhatIsFreeAndNotMore() {
        // Given 25 dollars, of which 20 were paid and 15 are held
        String id = pay();
        String request = hold(NanoUsd.parse("15"));
        // When, then
        assertThat(refund("a", id, "10.000000001", "x").status()).isEqualTo(409);
        assertThat(refund("a", id, "10", "x").status()).isEqualTo(201);
        assertThat(refund("a", id, "10", "x").status()).isEqualTo(200);
        assertThat(refund("a", id, "10", "y").status()).isEqualTo(409);
        assertThat(refund("a", id, "9", "x").status()).isEqualTo(409);
        assertThat(refund("b", id, "0.000000001", "x").status()).isEqualTo(409);
        assertThat(balance()).isEqualTo(NanoUsd.parse("15"));
        assertThat(snapshot().held()).isEqualTo(NanoUsd.parse("15"));
        release(request);
        assertThat(refund("c", id, "10.01", "x").status()).isEqualTo(409);
        assertThat(refund("c", id, "10", "x").status()).isEqualTo(201);
        assertThat(refund("d", id, "0.01", "x").status()).isEqualTo(409);
        assertThat(refund("e", Ids.newId().toString(), "1", "x").status()).isEqualTo(404);
        assertThat(balance()).isEqualTo(CREDIT);
        eventually(() -> {
            assertThat(snapshot().posted()).isEqualTo(CREDIT);
            assertThat(snapshot().held()).isEqualTo(NanoUsd.ZERO);
        });
        assertThat(withdrawn(2)).hasSize(2).allSatisfy(each -> {
            assertThat(each.kind()).isEqualTo("refund");
            assertThat(each.amount()).isEqualTo(NanoUsd.parse("10"));
            assertThat(String.valueOf(each.corrects())).isEqualTo(id);
        });
        assertBooksAreClean();
    }

    @Test
    void shouldBookWhatAProviderGaveBackOnceAndInSum() {
        // Given
        String id = pay();
        assertThat(refund("mine", id, "5", "asked for").status()).isEqualTo(201);
        List<Callable<LedgerClient.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(() -> callbacks.stripe(Callbacks.refundedCharge(event + "c", payment, 1200)));
            calls.add(() -> callbacks.stripe(Callbacks.refundedCharge(event + "b", payment, 800)));
            // the five dollars that the operator booked before
            calls.add(() -> callbacks.stripe(Callbacks.refundedCharge(event + "a", payment, 500)));
        }
        // When
        List<LedgerClient.Answer> answers = atOnce(calls);
        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(balance()).isEqualTo(CREDIT.plus(PAID).minus(NanoUsd.parse("12")));
        eventually(() -> assertThat(snapshot().held()).isEqualTo(NanoUsd.ZERO));
        assertBooksAreClean();
    }

    @Test
    void shouldTakeAllBackWhenTheSameRefundComesManyTimesAtOnce() {
        // Given an account that has nothing free but what goes back
        String request = hold(CREDIT);
        long loss = number("select balance from ledger.ledger_account where id = 'house:loss'");
        for (int round = 0; round < 10; round++) {
            event = "evt_" + Ids.newId();
            payment = "pi_" + Ids.newId();
            pay();
            String body = Callbacks.refundedCharge(event + "r", payment, 2000);
            // When
            List<LedgerClient.Answer> answers = atOnce(Collections.nCopies(10, () -> callbacks.stripe(body)));
            // Then, as providers repeat what was not answered with success
            assertThat(answers).extracting(LedgerClient.Answer::status).isSubsetOf(200, 503);
            eventually(() -> assertThat(callbacks.stripe(body).status()).isEqualTo(200));
            assertThat(balance()).isEqualTo(CREDIT);
        }
        assertThat(number("select balance from ledger.ledger_account where id = 'house:loss'"))
                .isEqualTo(loss);
        release(request);
        assertBooksAreClean();
    }

    @Test
    void shouldBookARefundThatMeetsItsPayment() {
        for (int round = 0; round < 20; round++) {
            String crossing = "pi_" + Ids.newId();
            String id = event + round;
            atOnce(List.of(
                    () -> callbacks.stripe(Callbacks.refundedCharge(id + "r", crossing, 150)),
                    () -> callbacks.stripe(Callbacks.session(id, COMPLETED, crossing, account, "2000", "usd"))));
        }
        eventually(() -> assertThat(count("payment_event where outcome = 'WAITING' and event_id like '" + event + "%'"))
                .isZero());
        assertThat(balance()).isEqualTo(CREDIT.plus(NanoUsd.parse("370")));
        assertBooksAreClean();
    }

    @Test
    void shouldBearWhatWentBackAfterItWasSpent() {
        // Given an account that has five dollars free
        pay();
        String request = hold(PAID);
        long loss = number("select balance from ledger.ledger_account where id = 'house:loss'");
        // When
        LedgerClient.Answer answer = callbacks.stripe(Callbacks.refundedCharge(event + "r", payment, 2000));
        // Then
        assertThat(answer.body().path("result").asText()).isEqualTo("refunded");
        assertThat(balance()).isEqualTo(PAID);
        assertThat(number("select balance from ledger.ledger_account where id = 'house:loss'"))
                .isEqualTo(loss - 15_000_000_000L);
        assertThat(withdrawn(1))
                .singleElement()
                .satisfies(each -> assertThat(each.amount()).isEqualTo(CREDIT));
        release(request);
        assertBooksAreClean();
    }

    @Test
    void shouldWaitForThePaymentOfARefund() {
        // Given
        LedgerClient.Answer early = callbacks.stripe(Callbacks.refundedCharge(event + "r", payment, 150));
        assertThat(early.body().path("result").asText()).isEqualTo("waiting");
        // When
        pay();
        // Then
        assertThat(balance()).isEqualTo(CREDIT.plus(PAID).minus(NanoUsd.parse("1.5")));
        assertThat(count("payment_event where outcome = 'WAITING' and payment_id = '" + payment + "'"))
                .isZero();
    }

    private String pay() {
        LedgerClient.Answer answer =
                callbacks.stripe(Callbacks.session(event, COMPLETED, payment, account, "2000", "usd"));
        assertThat(answer.status()).isEqualTo(200);
        // Redis knows of it as soon as the pusher told it
        eventually(() -> assertThat(snapshot().posted()).isEqualTo(balance()));
        return operator.get("/operator/v1/payments?account=" + account)
                .data()
                .get(0)
                .path("id")
                .asText();
    }

    private LedgerClient.Answer refund(String id, String of, String amount, String reason) {
        return operator.post(
                path("refunds"),
                "{\"id\":\"" + id + "\",\"payment\":\"" + of + "\",\"amount\":\"" + amount + "\",\"reason\":\"" + reason
                        + "\"}");
    }

    private List<CreditWithdrawn> withdrawn(int count) {
        return kafka.await(CreditWithdrawn.class, each -> each.account().equals(account), count);
    }
}
