package io.tollgate.contracts.account;

import io.tollgate.contracts.Event;

/** What travels on {@code accounts.v1}, keyed by account. */
public sealed interface AccountEvent extends Event permits AccountStated {}
