package io.tollgate.ledger.payment;

import java.util.Locale;

/** What became of an event of a payment provider. */
enum EventOutcome {
    /** A payment became credit. */
    CREDITED,
    /** A payment waits for the operator to say whose it is. */
    UNASSIGNED,
    /** It says what another event said before. */
    REPEATED,
    /** It contradicts what another event of the same payment said first; an operator must look. */
    CONTRADICTION,
    /** Money went out. */
    REFUNDED,
    /** A refund waits for its payment to be told of. */
    WAITING,
    /** It moves no money. Such events are not kept. */
    IGNORED,
    /** It is signed, but cannot be booked; a later delivery of it is tried again. */
    REFUSED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
