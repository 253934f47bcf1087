package io.tollgate.contracts.request;

import io.tollgate.contracts.Event;

/** What travels on {@code inference.requests.v1}, keyed by request; the record's value is the caller's body. */
public sealed interface RequestEvent extends Event permits InferenceRequested {}
