package io.tollgate.contracts.usage;

/** Where the quantities of a usage come from. */
public enum UsageSource {
    /** The provider said so. */
    REPORTED,
    /** The provider said nothing; the worker counted what it could see. */
    ESTIMATED
}
