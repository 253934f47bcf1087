package io.tollgate.ledger.payment;

import io.tollgate.contracts.money.NanoUsd;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the books know it.
 *
 * @param provider who took it: {@code stripe} or the name of an adapter
 * @param paymentId the provider's id of it
 * @param reference whom the payer named
 * @param amount what it was worth when it came, more than zero
 * @param refunded what went back of it since
 * @param account whose credit it became; nobody's yet if absent
 * @param receivedIn the transaction with which it came in; its id is the payment's
 * @param creditedIn the transaction that made it an account's
 */
record Payment(
        UUID id,
        String provider,
        String paymentId,
        String eventId,
        @Nullable String reference,
        Notice.Money money,
        NanoUsd amount,
        NanoUsd refunded,
        Optional<String> account,
        UUID receivedIn,
        Optional<UUID> creditedIn,
        Instant receivedAt) {

    /** The same payment, received at an instant. */
    Payment receivedAt(Instant at) {
        return new Payment(
                id,
                provider,
                paymentId,
                eventId,
                reference,
                money,
                amount,
                refunded,
                account,
                receivedIn,
                creditedIn,
                at);
    }

    /** What can still go back. */
    NanoUsd left() {
        return amount.minus(refunded);
    }

    /** The transaction that a refund of it corrects. */
    UUID corrected() {
        return creditedIn.orElse(receivedIn);
    }

    /** How far its refunds must still go to reach what a provider says went back, in its own units; zero or more. */
    NanoUsd missingTo(Notice.Money total) {
        NanoUsd target = ExchangeRules.share(amount, money.minor(), total.minor());
        return NanoUsd.max(NanoUsd.ZERO, target.minus(refunded));
    }
}
