package io.tollgate.contracts.account;

/** Whether a key may be used. */
public enum KeyStatus {
    ACTIVE,
    /** Switched off, can be switched on again. */
    DISABLED,
    /** Deleted for good. */
    REVOKED
}
