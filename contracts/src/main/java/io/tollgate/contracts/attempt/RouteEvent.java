package io.tollgate.contracts.attempt;

import io.tollgate.contracts.Event;

/** What travels on {@code inference.routes.v1}, keyed by request. */
public sealed interface RouteEvent extends Event permits RouteDecided, RouteFailed {}
