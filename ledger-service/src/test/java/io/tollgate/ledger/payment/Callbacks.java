package io.tollgate.ledger.payment;

import com.stripe.net.Webhook;
import io.tollgate.ledger.LedgerClient;
import io.tollgate.ledger.PaymentSettings;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;

/** Calls back as payment providers do. */
final class Callbacks {

    private final LedgerClient ingress;

    Callbacks(LedgerClient ingress) {
        this.ingress = ingress.as("", "", "");
    }

    LedgerClient.Answer stripe(String body) {
        return stripe(body, stripeSignature(body, PaymentSettings.STRIPE_SECRET, Instant.now()));
    }

    LedgerClient.Answer stripe(String body, String signature) {
        return ingress.with("Stripe-Signature", signature).post("/webhooks/stripe", body);
    }

    LedgerClient.Answer wallet(String body) {
        return wallet(body, walletSignature(body, PaymentSettings.WALLET_SECRET, Instant.now()));
    }

    LedgerClient.Answer wallet(String body, String signature) {
        return ingress.with("Payment-Signature", signature).post("/webhooks/payments/wallet", body);
    }

    static String stripeSignature(String body, String secret, Instant at) {
        try {
            return "t=" + at.getEpochSecond() + ",v0=ignored,v1="
                    + Webhook.Util.computeHmacSha256(secret, at.getEpochSecond() + "." + body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String walletSignature(String body, String secret, Instant at) {
        long time = at.getEpochSecond();
        byte[] signature = SignatureRules.sign(secret, time, body.getBytes(StandardCharsets.UTF_8));
        return "t=" + time + ",v1=" + HexFormat.of().formatHex(signature);
    }

    /** A paid checkout session, with more fields than anybody reads. */
    static String session(String eventId, String type, String payment, String account, String amount, String currency) {
        return """
               {"id":"%s","object":"event","api_version":"2026-10-29","created":1790000000,"livemode":false,"type":"%s",
                "data":{"object":{"id":"cs_1","object":"checkout.session","mode":"payment","payment_status":"paid",
                  "payment_intent":"%s","client_reference_id":%s,"amount_total":%s,"currency":"%s",
                  "customer_details":{"email":"somebody@example.org","name":null},"metadata":{}}}}""".formatted(
                        eventId, type, payment, account.isEmpty() ? "null" : "\"" + account + "\"", amount, currency);
    }

    /** A charge of which so many cents went back so far. */
    static String refundedCharge(String eventId, String payment, long cents) {
        return """
               {"id":"%s","object":"event","type":"charge.refunded","data":{"object":{"id":"ch_1","object":"charge",
                "payment_intent":"%s","amount":2000,"amount_refunded":%d,"currency":"usd","refunded":false}}}""".formatted(eventId, payment, cents);
    }

    /** A payment in our own shape. */
    static String payment(String eventId, String payment, String account, String amount, String currency) {
        return """
               {"id":"%s","type":"payment.succeeded","payment":"%s","account":"%s","amount":%s,"currency":"%s"}""".formatted(eventId, payment, account, amount, currency);
    }
}
