package io.tollgate.ledger.payment;

import java.util.Optional;

/** What a payment provider tells, once its signature is verified. */
sealed interface Notice {

    /** The provider's id of the event: a repeat has the same one. */
    String eventId();

    /** The provider's name for what happened. */
    String type();

    /**
     * An amount as providers state it.
     *
     * @param currency ISO 4217 code in lower case
     * @param minor in the currency's smallest units, cents for dollars; more than zero
     */
    record Money(String currency, long minor) {}

    /**
     * Somebody paid.
     *
     * @param paymentId the provider's id of the payment, the same in all events of it
     * @param reference whom the payer named, hopefully an account
     */
    record Paid(String eventId, String type, String paymentId, Optional<String> reference, Money money)
            implements Notice {}

    /**
     * Money of a payment went back to its payer.
     *
     * @param total what went back of this payment so far, in all refunds
     */
    record Refunded(String eventId, String type, String paymentId, Money total) implements Notice {}

    /** Something that moves no money here. */
    record Other(String eventId, String type) implements Notice {}
}
