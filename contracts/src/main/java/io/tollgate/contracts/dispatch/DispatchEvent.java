package io.tollgate.contracts.dispatch;

import io.tollgate.contracts.Event;

/** What travels on {@code inference.dispatch.v1.<provider>}, keyed by request; the record's value is the caller's body. */
public sealed interface DispatchEvent extends Event permits RouteAssigned {}
