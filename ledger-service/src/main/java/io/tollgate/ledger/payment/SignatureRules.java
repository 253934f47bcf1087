package io.tollgate.ledger.payment;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import io.tollgate.ledger.access.RefusalException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies who sent a callback, over the very bytes that arrived. A signature that is missing or wrong is refused with 401
 * {@code invalid_signature}, a right one of another time with 400 {@code stale_signature}. Pure but for the clock it is given.
 */
final class SignatureRules {

    private static final String HMAC = "HmacSHA256";
    private static final int MOST_SIGNATURES = 8;
    private static final long UNCHECKED = 0;

    private SignatureRules() {}

    /** Verifies Stripe's header {@code Stripe-Signature} with Stripe's own library. */
    static void stripe(byte[] body, @Nullable String header, List<String> secrets, Duration tolerance, Clock clock) {
        String payload = new String(body, StandardCharsets.UTF_8);
        String matching = secrets.stream()
                .filter(secret -> header != null && isStripes(payload, header, secret, UNCHECKED, clock))
                .findFirst()
                .orElseThrow(SignatureRules::invalid);
        if (!isStripes(payload, String.valueOf(header), matching, tolerance.toSeconds(), clock)) {
            throw stale();
        }
    }

    private static boolean isStripes(String payload, String header, String secret, long tolerance, Clock clock) {
        try {
            return Webhook.Signature.verifyHeader(payload, header, secret, tolerance, clock);
        } catch (SignatureVerificationException | NumberFormatException | ArrayIndexOutOfBoundsException notTheirs) {
            // the library trips over headers that are not of its form at all
            return false;
        }
    }

    /**
     * Verifies the header {@code Payment-Signature: t=<seconds since 1970>,v1=<hex>} of other providers: HMAC-SHA256 with the shared secret
     * over the time's digits, a full stop and the body. There may be several {@code v1}.
     */
    static void own(byte[] body, @Nullable String header, List<String> secrets, Duration tolerance, Instant now) {
        Stamp stamp = Stamp.parse(header);
        boolean signed = false;
        for (String secret : secrets) {
            byte[] expected = sign(secret, stamp.time(), body);
            for (byte[] signature : stamp.signatures()) {
                signed |= MessageDigest.isEqual(expected, signature);
            }
        }
        if (!signed) {
            throw invalid();
        }
        long age = now.getEpochSecond() - stamp.time();
        if (Math.abs(age) > tolerance.toSeconds()) {
            throw stale();
        }
    }

    /** The signature of a body at a time. */
    static byte[] sign(String secret, long time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + HMAC, impossible);
        }
    }

    /** Time and signatures of a header. */
    private record Stamp(long time, List<byte[]> signatures) {

        private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();

        static Stamp parse(@Nullable String header) {
            long time = -1;
            List<byte[]> signatures = new ArrayList<>();
            for (String part : header == null ? new String[0] : header.split(",", MOST_SIGNATURES + 2)) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? "" : part.substring(0, equals).strip();
                String value = part.substring(equals + 1).strip();
                try {
                    if (name.equals("t")) {
                        time = Long.parseLong(value);
                    } else if (name.equals("v1")) {
                        signatures.add(HexFormat.of().parseHex(value));
                    }
                } catch (IllegalArgumentException notOfThisForm) {
                    throw invalid();
                }
            }
            if (time <= 0 || time > LATEST || signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
                throw invalid();
            }
            return new Stamp(time, signatures);
        }
    }

    private static RefusalException invalid() {
        return RefusalException.typed(401, "invalid_signature", "the signature is missing or wrong", null);
    }

    private static RefusalException stale() {
        return RefusalException.typed(400, "stale_signature", "the signature is of another time", null);
    }
}
