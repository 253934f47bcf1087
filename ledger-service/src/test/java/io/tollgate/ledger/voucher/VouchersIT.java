package io.tollgate.ledger.voucher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.CreditGranted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ledger.CreditTest;
import io.tollgate.ledger.LedgerClient;
import io.tollgate.ledger.PaymentSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PaymentSettings.class)
class VouchersIT extends CreditTest {

    private static final String VOUCHERS = "/operator/v1/vouchers";

    private final String batch = "batch-" + Ids.newId();

    @Test
    void shouldCreditACodeOnceWhoeverTriesAtOnce() {
        // Given
        String code = make(batch, 1, "3.5", "").path("codes").get(0).asText();
        List<String> callers = List.of(account, newAccount(), newAccount(), newAccount());
        List<Callable<LedgerClient.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String caller = callers.get(i % callers.size());
            calls.add(() -> redeem(caller, code));
        }
        // When
        List<LedgerClient.Answer> answers = atOnce(calls);
        // Then
        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(4);
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 409)
                .hasSize(15)
                .allSatisfy(answer -> assertThat(answer.errorType()).isEqualTo("voucher_used"));
        NanoUsd sum = callers.stream().map(this::balance).reduce(NanoUsd.ZERO, NanoUsd::plus);
        assertThat(sum).isEqualTo(CREDIT.plus(NanoUsd.parse("3.5")));
        assertThat(kafka.await(
                        CreditGranted.class,
                        granted -> callers.contains(granted.account())
                                && granted.kind().equals("voucher"),
                        1))
                .hasSize(1);
        assertBooksAreClean();
    }

    @Test
    void shouldSayWhyACodeGivesNothing() {
        // Given
        String expired = make(batch + "e", 1, "1", "2026-01-01T00:00:00Z")
                .path("codes")
                .get(0)
                .asText();
        JsonNode two =
                make(batch, 2, "1", Instant.now().plusSeconds(3600).toString()).path("codes");
        String mine = two.get(0).asText();
        String typed = " " + mine.toLowerCase(Locale.ROOT).replace("-", " ").replace('0', 'o') + " ";
        // When, then
        assertThat(redeem(account, typed).status()).isEqualTo(201);
        assertThat(redeem(account, mine).status()).isEqualTo(200);
        assertRefused(redeem(newAccount(), mine), 409, "voucher_used");
        JsonNode withdrawn =
                operator.post(VOUCHERS + "/" + batch + "/withdraw", "").data();
        assertThat(withdrawn.path("withdrawn_now").asInt()).isEqualTo(1);
        assertThat(withdrawn.path("redeemed").asInt()).isEqualTo(1);
        assertThat(operator.post(VOUCHERS + "/" + batch + "/withdraw", "")
                        .data()
                        .path("withdrawn_now")
                        .asInt())
                .isZero();
        assertRefused(redeem(account, two.get(1).asText()), 410, "voucher_withdrawn");
        assertRefused(redeem(account, expired), 410, "voucher_expired");
        assertRefused(redeem(newAccount(), "TG-0000-0000-0000-0000-0000"), 404, "voucher_unknown");
        assertRefused(redeem(newAccount(), "hunter2"), 404, "voucher_unknown");
        assertThat(balance()).isEqualTo(CREDIT.plus(NanoUsd.parse("1")));
    }

    @Test
    void shouldLimitGuesses() {
        // Given
        String code = make(batch, 1, "1", "").path("codes").get(0).asText();
        // When somebody guesses, at worst across the end of a minute
        List<LedgerClient.Answer> answers = new ArrayList<>();
        for (int i = 0; i < 2 * PaymentSettings.ATTEMPTS + 1; i++) {
            answers.add(redeem(account, "TG-0000-0000-0000-0000-000" + (i % 10)));
        }
        // Then even the right code does not help in this minute
        assertThat(answers).filteredOn(answer -> answer.status() == 429).isNotEmpty();
        assertThat(answers)
                .filteredOn(answer -> answer.status() == 404)
                .hasSizeBetween(PaymentSettings.ATTEMPTS, 2 * PaymentSettings.ATTEMPTS);
        assertThat(redeem(newAccount(), code).status()).isEqualTo(201);
    }

    @Test
    void shouldShowCodesOnceAndStoreNone() {
        // Given
        JsonNode made = make(batch, 3, "2", "");
        // When
        LedgerClient.Answer again = operator.post(VOUCHERS, body(batch, 3, "2", ""));
        JsonNode shown = operator.get(VOUCHERS + "/" + batch).data();
        // Then
        assertThat(made.path("codes")).hasSize(3);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().path("codes")).isEmpty();
        assertThat(operator.post(VOUCHERS, body(batch, 4, "2", "")).status()).isEqualTo(409);
        assertThat(shown.path("open").asInt()).isEqualTo(3);
        assertThat(shown.path("vouchers")).hasSize(3);
        String code = made.path("codes").get(0).asText();
        assertThat(shown.path("vouchers").get(0).path("code").asText())
                .isEqualTo("…" + code.substring(code.length() - 4));
        assertThat(count("voucher where hash like '%" + code.replace("-", "").substring(2) + "%'"))
                .isZero();
        assertThat(operator.get(VOUCHERS + "?limit=1").data()).hasSize(1);
        assertThat(operator.get(VOUCHERS + "/none").status()).isEqualTo(404);
        assertThat(operator.post(VOUCHERS, body(batch + "x", 1001, "2", "")).status())
                .isEqualTo(400);
        assertThat(operator.post(VOUCHERS, body(batch + "x", 1, "0", "")).status())
                .isEqualTo(400);
        assertThat(operator.as("management", account, "").get(VOUCHERS).status())
                .isEqualTo(403);
        assertThat(operator.post("/api/v1/credits/redeem", "{\"code\":\"x\"}").status())
                .isEqualTo(403);
    }

    private JsonNode make(String id, int count, String amount, String expiresAt) {
        LedgerClient.Answer answer = operator.post(VOUCHERS, body(id, count, amount, expiresAt));
        assertThat(answer.status()).isEqualTo(201);
        return answer.body();
    }

    private static String body(String id, int count, String amount, String expiresAt) {
        return "{\"id\":\"" + id + "\",\"label\":\"Autumn\",\"count\":" + count + ",\"amount\":\"" + amount + "\""
                + (expiresAt.isEmpty() ? "" : ",\"expires_at\":\"" + expiresAt + "\"") + "}";
    }

    private LedgerClient.Answer redeem(String by, String code) {
        return operator.as("inference", by, "").post("/api/v1/credits/redeem", "{\"code\":\"" + code + "\"}");
    }

    private static void assertRefused(LedgerClient.Answer answer, int status, String errorType) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorType()).isEqualTo(errorType);
    }
}
