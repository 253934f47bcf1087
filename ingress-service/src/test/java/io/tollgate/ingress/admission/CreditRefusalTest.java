package io.tollgate.ingress.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.livestate.CreditHolds.Placed;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CreditRefusalTest {

    private static final NanoUsd NEEDED = NanoUsd.parse("0.25");

    @Test
    void shouldSayThatTheAccountIsOutOfCredit() {
        ApiError error = refusal(new Placed.InsufficientCredit(NanoUsd.parse("0.1"), false), "");
        assertThat(error.status()).isEqualTo(402);
        assertThat(error.metadata())
                .containsEntry("limit_source", "credits")
                .containsEntry("reason", "weight_exceeds_budget")
                .containsEntry("required", "0.250000000")
                .containsEntry("available", "0.100000000");
        assertThat(error.headers()).doesNotContainKey("Retry-After");
    }

    @Test
    void shouldSayThatRunningRequestsHoldTheCredit() {
        ApiError error = refusal(new Placed.InsufficientCredit(NanoUsd.parse("0.1"), true), "");
        assertThat(error.metadata())
                .containsEntry("limit_source", "in_flight_budget")
                .containsEntry("reason", "in_flight_budget_exhausted");
        assertThat(error.headers()).containsEntry("Retry-After", "1");
    }

    @Test
    void shouldNameTheKeysLimitAndItsWindow() {
        ApiError spent = refusal(new Placed.KeyLimitReached(NanoUsd.parse("-0.1"), false), "monthly:2026-11");
        assertThat(spent.message()).contains("this key's monthly spending limit leaves $0");
        assertThat(spent.metadata())
                .containsEntry("limit_source", "key")
                .containsEntry("limit_window", "monthly:2026-11")
                .containsEntry("reason", "weight_exceeds_budget")
                .containsEntry("available", "0.000000000");
        ApiError held = refusal(new Placed.KeyLimitReached(NanoUsd.ZERO, true), "total");
        assertThat(held.message()).contains("this key's spending limit");
        assertThat(held.metadata()).containsEntry("reason", "in_flight_budget_exhausted");
        assertThat(held.headers()).containsKey("Retry-After");
    }

    @Test
    void shouldNotRefuseWhatIsPlaced() {
        assertThat(CreditRefusal.of(new Placed.Ok(NEEDED, false), terms(""), Instant.EPOCH))
                .isEmpty();
    }

    private static ApiError refusal(Placed placed, String window) {
        return CreditRefusal.of(placed, terms(window), Instant.EPOCH).orElseThrow();
    }

    private static HoldTerms terms(String window) {
        return new HoldTerms(NEEDED, 10, 10, window);
    }
}
