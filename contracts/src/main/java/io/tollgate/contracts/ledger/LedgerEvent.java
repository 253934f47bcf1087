package io.tollgate.contracts.ledger;

import io.tollgate.contracts.Event;

/** What travels on {@code ledger.events.v1}, keyed by account. */
public sealed interface LedgerEvent extends Event
        permits ChargePosted, HoldReleased, CreditGranted, CreditWithdrawn, ChargeCorrected {

    String account();
}
