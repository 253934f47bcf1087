package io.tollgate.ledger.audit;

/**
 * What a check found.
 *
 * @param id the invariant it belongs to, and a letter
 * @param name what must hold
 * @param broken how often it does not
 * @param checked how many were looked at
 * @param detail for the operator; empty if there is nothing to say
 */
record Check(String id, String name, long broken, long checked, String detail) {}
