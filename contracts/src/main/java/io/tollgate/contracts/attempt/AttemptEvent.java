package io.tollgate.contracts.attempt;

import io.tollgate.contracts.Event;

/** What travels on {@code inference.attempts.v1}, keyed by request. */
public sealed interface AttemptEvent extends Event permits AttemptStarted, AttemptFinished {}
