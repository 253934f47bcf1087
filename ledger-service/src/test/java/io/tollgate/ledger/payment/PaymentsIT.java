package io.tollgate.ledger.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.Topic;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.CreditTest;
import io.tollgate.ledger.LedgerClient;
import io.tollgate.ledger.PaymentSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PaymentSettings.class)
class PaymentsIT extends CreditTest {

    private static final String COMPLETED = "checkout.session.completed";

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
    void shouldCreditOnceWhateverIsDeliveredAtOnce() {
        // Given
        String body = Callbacks.session(event, COMPLETED, payment, account, "2000", "usd");
        String again = Callbacks.session(
                event + "b", "checkout.session.async_payment_succeeded", payment, account, "2000", "usd");
        List<Callable<LedgerClient.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            calls.add(() -> callbacks.stripe(body));
            calls.add(() -> callbacks.stripe(again));
        }
        // When
        List<LedgerClient.Answer> answers = atOnce(calls);
        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(200));
        assertThat(answers)
                .filteredOn(answer -> answer.body().path("result").asText().equals("credited"))
                .hasSize(1);
        assertThat(balance()).isEqualTo(NanoUsd.parse("25"));
        eventually(() -> assertThat(snapshot().posted()).isEqualTo(NanoUsd.parse("25")));
        assertThat(topUps(1))
                .singleElement()
                .satisfies(granted -> assertThat(granted.amount()).isEqualTo(NanoUsd.parse("20")));
        assertThat(count("payment where payment_id = '" + payment + "'")).isEqualTo(1);
        assertBooksAreClean();
    }

    @Test
    void shouldSurviveACrashBetweenAnnouncingAndForgetting() {
        // Given a payment whose announcement Kafka has
        callbacks.stripe(Callbacks.session(event, COMPLETED, payment, account, "300", "usd"));
        CreditGranted granted = topUps(1).getFirst();
        EventCodec codec = new EventCodec("test", Clock.systemUTC());
        // When the outbox still has it after a restart
        run("insert into ledger.outbox (topic, type, event) values ('" + Topic.LEDGER.topicName() + "', '"
                + EventCodec.typeOf(CreditGranted.class) + "', '"
                + new String(codec.write(granted), StandardCharsets.UTF_8) + "')");
        // Then it is the same event once more, and no more credit
        assertThat(topUps(2)).hasSize(2).allSatisfy(each -> assertThat(each).isEqualTo(granted));
        eventually(() -> assertThat(count("outbox")).isZero());
        assertThat(balance()).isEqualTo(NanoUsd.parse("8"));
        assertThat(snapshot().posted()).isEqualTo(NanoUsd.parse("8"));
    }

    @Test
    void shouldTakeCallbacksOfWalletsInOtherCurrencies() {
        // When
        LedgerClient.Answer dollars = callbacks.wallet(Callbacks.payment(event, payment, account, "1", "USD"));
        LedgerClient.Answer euros =
                callbacks.wallet(Callbacks.payment(event + "b", payment + "b", account, "333", "eur"));
        LedgerClient.Answer sameIdElsewhere =
                callbacks.stripe(Callbacks.session(event, COMPLETED, payment, account, "2", "usd"));
        LedgerClient.Answer contradiction =
                callbacks.wallet(Callbacks.payment(event + "c", payment, account, "100", "usd"));
        // Then
        assertThat(result(dollars)).isEqualTo("credited");
        assertThat(result(euros)).isEqualTo("credited");
        assertThat(result(sameIdElsewhere)).isEqualTo("credited");
        assertThat(result(contradiction)).isEqualTo("contradiction");
        assertThat(balance()).isEqualTo(NanoUsd.parse("8.64305"));
        assertThat(events("contradiction")).contains(event + "c");
    }

    @Test
    void shouldRefuseWhatIsNotSignedNow() {
        // Given
        String body = Callbacks.session(event, COMPLETED, payment, account, "500", "usd");
        String ours = Callbacks.payment(event, payment, account, "500", "usd");
        String secret = PaymentSettings.STRIPE_SECRET;
        String wallets = PaymentSettings.WALLET_SECRET;
        Instant now = Instant.now();
        Instant then = now.minus(Duration.ofMinutes(6));
        List<String> nonsense =
                List.of("", "t", "t=", "t=x,v1=00", "v1=00", "t=1", "t=" + now.getEpochSecond() + ",v1=zz", ",,,=");
        // When, then
        nonsense.forEach(signature -> {
            assertRefused(callbacks.stripe(body, signature), 401, "invalid_signature");
            assertRefused(callbacks.wallet(ours, signature), 401, "invalid_signature");
        });
        assertRefused(
                callbacks.stripe(body + " ", Callbacks.stripeSignature(body, secret, now)), 401, "invalid_signature");
        assertRefused(
                callbacks.stripe(body, Callbacks.stripeSignature(body, "whsec_x", now)), 401, "invalid_signature");
        assertRefused(callbacks.stripe(body, Callbacks.stripeSignature(body, secret, then)), 400, "stale_signature");
        assertRefused(
                callbacks.wallet(ours + " ", Callbacks.walletSignature(ours, wallets, now)), 401, "invalid_signature");
        assertRefused(callbacks.wallet(ours, Callbacks.walletSignature(ours, secret, now)), 401, "invalid_signature");
        assertRefused(callbacks.wallet(ours, Callbacks.walletSignature(ours, wallets, then)), 400, "stale_signature");
        assertRefused(
                callbacks.wallet(ours, Callbacks.walletSignature(ours, wallets, now.plus(Duration.ofMinutes(6)))),
                400,
                "stale_signature");
        assertThat(operator.with("Payment-Signature", "t=1,v1=00")
                        .post("/webhooks/payments/nobody", ours)
                        .status())
                .isEqualTo(404);
        assertThat(balance()).isEqualTo(CREDIT);
    }

    @Test
    void shouldRefuseAmountsThatAreNone() {
        // Given
        List<String> wrong = List.of(
                "0",
                "-5",
                "1e18",
                "1.234567",
                "\"5\"",
                "NaN",
                "null",
                "true",
                "[]",
                "1000000000000000000",
                "99999999999999999999",
                "100000001");
        // When, then
        for (String amount : wrong) {
            assertThat(callbacks
                            .stripe(Callbacks.session(event, COMPLETED, payment, account, amount, "usd"))
                            .status())
                    .as(amount)
                    .isEqualTo(400);
            assertThat(callbacks
                            .wallet(Callbacks.payment(event + "w", payment, account, amount, "usd"))
                            .status())
                    .as(amount)
                    .isEqualTo(400);
        }
        for (String currency : List.of("xxx", "XXX", "dollar", "$", "gbp")) {
            assertThat(callbacks
                            .stripe(Callbacks.session(event, COMPLETED, payment, account, "500", currency))
                            .status())
                    .as(currency)
                    .isEqualTo(400);
        }
        for (String body : List.of("", "[]", "nothing", "{}", "{\"id\":5,\"type\":\"x\"}")) {
            assertThat(callbacks.stripe(body).status()).as(body).isEqualTo(400);
        }
        assertThat(balance()).isEqualTo(CREDIT);
        // a signed event that was refused is kept, and booked if it comes again and is right
        assertThat(events("refused")).contains(event);
        assertThat(result(callbacks.stripe(Callbacks.session(event, COMPLETED, payment, account, "500", "usd"))))
                .isEqualTo("credited");
        assertThat(events("refused")).doesNotContain(event);
    }

    @Test
    void shouldIgnoreWhatMovesNoMoney() {
        String unpaid = Callbacks.session(event, COMPLETED, payment, account, "500", "usd")
                .replace("\"paid\"", "\"unpaid\"");
        String other = Callbacks.session(event, "customer.created", payment, account, "500", "usd");

        assertThat(result(callbacks.stripe(unpaid))).isEqualTo("ignored");
        assertThat(result(callbacks.stripe(other))).isEqualTo("ignored");
        assertThat(result(callbacks.wallet("{\"id\":\"" + event + "\",\"type\":\"payment.started\"}")))
                .isEqualTo("ignored");
        assertThat(balance()).isEqualTo(CREDIT);
    }

    @Test
    void shouldKeepAPaymentOfNobodyUntilTheOperatorSaysWhoseItIs() {
        // Given
        String body = Callbacks.session(event, COMPLETED, payment, "acct-nobody", "700", "usd");
        long suspense = number("select balance from ledger.ledger_account where id = 'suspense:payments'");
        assertThat(result(callbacks.stripe(body))).isEqualTo("unassigned");
        assertThat(result(callbacks.stripe(body))).isEqualTo("repeated");
        assertThat(number("select balance from ledger.ledger_account where id = 'suspense:payments'"))
                .isEqualTo(suspense + 7_000_000_000L);
        JsonNode waiting = payment("/operator/v1/payments?unassigned=true");
        assertThat(waiting.path("reference").asText()).isEqualTo("acct-nobody");
        String assign = "/operator/v1/payments/" + waiting.path("id").asText() + "/assign";
        // When a dollar of it goes back before anybody asks for it
        assertThat(result(callbacks.stripe(Callbacks.refundedCharge(event + "r", payment, 100))))
                .isEqualTo("refunded");
        // Then
        assertThat(operator.post(assign, "{\"account\":\"acct-nobody\"}").status())
                .isEqualTo(404);
        assertThat(operator.post(assign, "{\"account\":\"" + account + "\"}").status())
                .isEqualTo(201);
        assertThat(operator.post(assign, "{\"account\":\"" + account + "\"}").status())
                .isEqualTo(200);
        assertThat(operator.post(assign, "{\"account\":\"" + newAccount() + "\"}")
                        .status())
                .isEqualTo(409);
        assertThat(balance()).isEqualTo(NanoUsd.parse("11"));
        assertThat(topUps(1))
                .singleElement()
                .satisfies(granted -> assertThat(granted.amount()).isEqualTo(NanoUsd.parse("6")));
        assertThat(number("select balance from ledger.ledger_account where id = 'suspense:payments'"))
                .isEqualTo(suspense);
        assertBooksAreClean();
    }

    private JsonNode payment(String path) {
        for (JsonNode each : operator.get(path).data()) {
            if (each.path("payment").asText().equals(payment)) {
                return each;
            }
        }
        throw new AssertionError("no payment " + payment);
    }

    private List<String> events(String outcome) {
        List<String> ids = new ArrayList<>();
        operator.get("/operator/v1/payments/events?outcome=" + outcome)
                .data()
                .forEach(each -> ids.add(each.path("event").asText()));
        return ids;
    }

    private List<CreditGranted> topUps(int count) {
        return kafka.await(
                CreditGranted.class,
                granted -> granted.account().equals(account) && granted.kind().equals("top-up"),
                count);
    }

    private static String result(LedgerClient.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body().path("result").asText();
    }

    private static void assertRefused(LedgerClient.Answer answer, int status, String errorType) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorType()).isEqualTo(errorType);
    }
}
