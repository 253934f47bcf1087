package io.tollgate.chaos.trial;

/**
 * One thing that was looked at.
 *
 * @param what must be so
 * @param holds whether it is
 * @param detail what was seen; may be empty
 */
public record Finding(String what, boolean holds, String detail) {}
