package io.tollgate.ledger.payment;

import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.payment.Notice.Money;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what payment providers send, each in its own shape. Pure; refuses what it cannot read with 400 and the field's name. */
final class NoticeRules {

    private static final int ID_LENGTH = 255;
    /** Far beyond what is credited, far below where multiplying by a rate could overflow. */
    private static final long MOST_MINOR = 1_000_000_000_000L;

    private static final Pattern CURRENCY = Pattern.compile("[a-z]{3}");

    private NoticeRules() {}

    /** Id and type of an event, which all shapes have. */
    record Head(String eventId, String type) {}

    static Head head(JsonBody event) {
        return new Head(event.text("id", ID_LENGTH), event.text("type", ID_LENGTH));
    }

    /**
     * A Stripe event. A checkout session counts when it is paid, under its payment intent; the account is its
     * {@code client_reference_id}, or else {@code account} in its metadata.
     */
    static Notice stripe(JsonBody event) {
        Head head = head(event);
        return switch (head.type()) {
            case "checkout.session.completed", "checkout.session.async_payment_succeeded" ->
                session(head, event.object("data").object("object"));
            case "charge.refunded" -> refundedCharge(head, event.object("data").object("object"));
            default -> new Notice.Other(head.eventId(), head.type());
        };
    }

    private static Notice session(Head head, JsonBody session) {
        boolean isPayment =
                session.optionalText("mode", ID_LENGTH).orElse("payment").equals("payment");
        boolean isPaid =
                session.optionalText("payment_status", ID_LENGTH).orElse("").equals("paid");
        if (!isPayment || !isPaid) {
            return new Notice.Other(head.eventId(), head.type());
        }
        Optional<String> reference = session.optionalText("client_reference_id", ID_LENGTH)
                .or(() -> session.optionalObject("metadata")
                        .flatMap(metadata -> metadata.optionalText("account", ID_LENGTH)));
        return new Notice.Paid(
                head.eventId(), head.type(), paymentOf(session), reference, money(session, "amount_total"));
    }

    private static Notice refundedCharge(Head head, JsonBody charge) {
        return new Notice.Refunded(head.eventId(), head.type(), paymentOf(charge), money(charge, "amount_refunded"));
    }

    private static String paymentOf(JsonBody object) {
        return object.optionalText("payment_intent", ID_LENGTH).orElseGet(() -> object.text("id", ID_LENGTH));
    }

    /** An event in our own shape, which README.md documents. */
    static Notice own(JsonBody event) {
        Head head = head(event);
        return switch (head.type()) {
            case "payment.succeeded" ->
                new Notice.Paid(
                        head.eventId(),
                        head.type(),
                        event.text("payment", ID_LENGTH),
                        event.optionalText("account", ID_LENGTH),
                        money(event, "amount"));
            case "payment.refunded" ->
                new Notice.Refunded(
                        head.eventId(), head.type(), event.text("payment", ID_LENGTH), money(event, "amount_refunded"));
            default -> new Notice.Other(head.eventId(), head.type());
        };
    }

    private static Money money(JsonBody body, String field) {
        String currency = body.text("currency", ID_LENGTH).toLowerCase(Locale.ROOT);
        if (!CURRENCY.matcher(currency).matches()) {
            throw RefusalException.badRequest("currency must be an ISO 4217 code", "currency");
        }
        return new Money(currency, body.count(field, MOST_MINOR));
    }
}
