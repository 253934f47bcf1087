package io.tollgate.ledger.charge;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.ledger.hold.HoldState;
import java.util.Map;
import java.util.UUID;

/**
 * What the books say before a batch, of all that the batch names.
 *
 * @param credit what each account has; an account that does not exist is missing
 * @param holds by request
 * @param charges by attempt
 * @param prices price versions that were seen before, by id
 */
public record BooksBefore(
        Map<String, NanoUsd> credit,
        Map<String, HoldState> holds,
        Map<UUID, BookedCharge> charges,
        Map<String, PriceVersion> prices) {}
