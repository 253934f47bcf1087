package io.tollgate.ledger.correction;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.ChargeCorrected;
import io.tollgate.contracts.ledger.ChargePosted;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageCorrected;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.ledger.CreditTest;
import io.tollgate.ledger.PaymentSettings;
import io.tollgate.ledger.Samples;
import io.tollgate.pricing.Rater;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(PaymentSettings.class)
class CorrectionsIT extends CreditTest {

    @Test
    void shouldGiveBackOnceWhatWasChargedTooMuch() {
        // Given
        UsageRecorded usage = charged(2000, 3000);
        UsageCorrected corrected = correction(usage, 2000, 1000);
        Rating after = rate(2000, 1000, Samples.HOLD);
        // When
        for (int i = 0; i < 3; i++) {
            kafka.publish(corrected);
        }
        // Then
        ChargeCorrected announced = announced(usage, 1);
        assertThat(announced.before()).isEqualTo(usage.rating());
        assertThat(announced.after()).isEqualTo(after);
        assertThat(balance()).isEqualTo(CREDIT.minus(after.charge()));
        eventually(() -> assertThat(snapshot().posted()).isEqualTo(CREDIT.minus(after.charge())));
        assertThat(count("charge_correction where attempt_id = '" + usage.attemptId() + "'"))
                .isEqualTo(1);
        assertThat(number("select spent from ledger.key_spend where account = '" + account + "' and name = 'total'"))
                .isEqualTo(after.charge().value());
        assertThat(operator.as("inference", account, "")
                        .get("/api/v1/generation?id=" + usage.requestId())
                        .data()
                        .path("total_cost")
                        .decimalValue())
                .isEqualByComparingTo(after.charge().toUsd());
        // a charge is never edited
        assertThat(number("select charge from ledger.charge where attempt_id = '" + usage.attemptId() + "'"))
                .isEqualTo(usage.rating().charge().value());
        assertBooksAreClean();
    }

    @Test
    void shouldChargeMoreOnlyAsFarAsTheHoldWent() {
        // Given
        UsageRecorded usage = charged(10, 10);
        // When
        kafka.publish(correction(usage, 10, 50));
        assertThat(announced(usage, 1).after()).isEqualTo(rate(10, 50, Samples.HOLD));
        kafka.publish(correction(usage, 1_000_000, 1_000_000));
        // Then
        eventually(() -> assertThat(count("charge_correction where attempt_id = '" + usage.attemptId() + "'"))
                .isEqualTo(2));
        Rating dear = rate(1_000_000, 1_000_000, Samples.HOLD);
        assertThat(dear.absorbed()).isNotEqualTo(NanoUsd.ZERO);
        assertThat(balance()).isEqualTo(CREDIT.minus(dear.charge()));
        assertThat(dear.charge()).isLessThanOrEqualTo(Samples.HOLD);
        eventually(() -> {
            assertThat(snapshot().posted()).isEqualTo(CREDIT.minus(dear.charge()));
            assertThat(snapshot().held()).isEqualTo(NanoUsd.ZERO);
        });
        assertBooksAreClean();
    }

    @Test
    void shouldChargeMoreOnlyAsFarAsCreditIsFree() {
        // Given an account whose credit is held by requests but for a millionth of a dollar
        UsageRecorded usage = charged(10, 10);
        NanoUsd few = NanoUsd.parse("0.000001");
        NanoUsd held = balance().minus(few);
        String request = hold(held);
        // When
        kafka.publish(correction(usage, 1000, 1000));
        // Then
        ChargeCorrected announced = announced(usage, 1);
        assertThat(announced.after().charge().minus(announced.before().charge()))
                .isLessThanOrEqualTo(few);
        assertThat(announced.after().absorbed()).isNotEqualTo(NanoUsd.ZERO);
        assertThat(balance()).isGreaterThanOrEqualTo(held);
        eventually(() -> assertThat(snapshot().held()).isEqualTo(held));
        assertBooksAreClean();
        release(request);
    }

    @Test
    void shouldWaitUntilTheRequestIsClosed() {
        // Given
        String request = Ids.newRequestId();
        UsageRecorded usage = Samples.usage(account, request, 100, 100);
        kafka.publish(Samples.placed(account, request));
        kafka.publish(usage);
        kafka.publish(correction(usage, 0, 0));
        eventually(
                () -> assertThat(count("usage_correction where state = 'WAITING' and request_id = '" + request + "'"))
                        .isEqualTo(1));
        assertThat(balance()).isEqualTo(CREDIT.minus(usage.rating().charge()));
        // When
        kafka.publish(Samples.closed(account, request, Outcome.COMPLETED, 1));
        // Then
        announced(usage, 1);
        assertThat(balance()).isEqualTo(CREDIT);
    }

    @Test
    void shouldQuarantineCorrectionsOfNothing() {
        // Given
        UsageRecorded usage = Samples.usage(account, Ids.newRequestId(), 100, 100);
        // When
        kafka.publish(correction(usage, 1, 1));
        // Then
        eventually(() -> assertThat(
                        count("quarantine where reason = 'UNKNOWN_ATTEMPT' and record_key = '" + account + "'"))
                .isEqualTo(1));
        run("update ledger.quarantine set resolved_at = now()");
    }

    private UsageRecorded charged(long prompt, long completion) {
        String request = Ids.newRequestId();
        UsageRecorded usage = Samples.usage(account, request, prompt, completion);
        kafka.publish(Samples.placed(account, request));
        kafka.publish(usage);
        kafka.publish(Samples.closed(account, request, Outcome.COMPLETED, 1));
        kafka.await(ChargePosted.class, posted -> posted.attemptId().equals(usage.attemptId()), 1);
        eventually(() -> assertThat(snapshot().posted())
                .isEqualTo(CREDIT.minus(usage.rating().charge())));
        return usage;
    }

    private static Rating rate(long prompt, long completion, NanoUsd hold) {
        Usage usage = Usage.tokens(prompt, completion, UsageSource.REPORTED);
        return Rater.rate(usage, Samples.PRICES, Samples.FEE, hold, NanoUsd.ZERO, Outcome.COMPLETED);
    }

    private UsageCorrected correction(UsageRecorded usage, long prompt, long completion) {
        return new UsageCorrected(
                Ids.newId(),
                usage.attemptId(),
                usage.requestId(),
                account,
                Usage.tokens(prompt, completion, UsageSource.REPORTED),
                "stated by the provider's invoice",
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    private ChargeCorrected announced(UsageRecorded usage, int count) {
        return kafka.await(ChargeCorrected.class, each -> each.attemptId().equals(usage.attemptId()), count)
                .getFirst();
    }
}
