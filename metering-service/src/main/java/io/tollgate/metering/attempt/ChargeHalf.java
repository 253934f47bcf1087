package io.tollgate.metering.attempt;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.contracts.ledger.ChargePosted;
import java.util.UUID;

/**
 * What ledger.events says about an attempt, as columns; money in nano-dollars.
 *
 * @param place number in the batch: the first of several for one attempt counts
 */
record ChargeHalf(
        int place,
        @JsonProperty("attempt_id") UUID attemptId,
        String month,
        @JsonProperty("charge_account") String account,
        @JsonProperty("charge_key") String key,
        @JsonProperty("charge_endpoint") String endpoint,
        long cost,
        @JsonProperty("billed_cost") long billedCost,
        long fee,
        long charge,
        long absorbed) {

    static ChargeHalf of(ChargePosted event, int place) {
        return new ChargeHalf(
                place,
                event.attemptId(),
                event.month(),
                event.account(),
                event.key(),
                event.endpoint(),
                event.rating().cost().value(),
                event.rating().billedCost().value(),
                event.rating().fee().value(),
                event.rating().charge().value(),
                event.rating().absorbed().value());
    }
}
