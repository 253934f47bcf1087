package io.tollgate.contracts.usage;

import io.tollgate.contracts.Event;

/** What travels on {@code usage.events.v1}, keyed by account. */
public sealed interface UsageEvent extends Event permits UsageRecorded, UsageCorrected, RequestClosed {

    String requestId();

    String account();
}
