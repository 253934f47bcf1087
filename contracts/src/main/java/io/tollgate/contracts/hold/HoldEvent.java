package io.tollgate.contracts.hold;

import io.tollgate.contracts.Event;

/** What travels on {@code holds.v1}, keyed by account. */
public sealed interface HoldEvent extends Event permits HoldPlaced, HoldExtended {

    String requestId();

    String account();
}
