package io.tollgate.contracts.account;

import io.tollgate.contracts.Event;

/** What travels on {@code accounts.keys.v1}: keys by the hash of their secret, and the heartbeat. */
public sealed interface KeyEvent extends Event permits KeyStated, KeyHeartbeat {}
