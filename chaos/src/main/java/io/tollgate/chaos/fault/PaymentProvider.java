package io.tollgate.chaos.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.chaos.load.Load;
import io.tollgate.chaos.stage.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A wallet that calls back as {@code docs/payments.md} says, and comes again until it is heard. */
final class PaymentProvider {

    private static final int OK = 200;
    private static final String FAILED = "failed: ";
    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI callback;

    PaymentProvider(String origin) {
        this.callback = URI.create(origin + "/webhooks/payments/wallet");
    }

    /** The event of a payment, in cents of a dollar. */
    static String payment(String id, String account, long cents) {
        return "{\"id\":\"evt-%s\",\"type\":\"payment.succeeded\",\"payment\":\"%s\",\"account\":\"%s\",\"amount\":%d,\"currency\":\"usd\"}"
                .formatted(id, id, account, cents);
    }

    /** Delivers an event until it is answered with 200; what it was answered with, or the last failure if it never was. */
    String deliverUntilTaken(String event, Duration longest) {
        List<String> answers = new ArrayList<>();
        Load.await(
                longest, () -> answers.add(deliver(event)) && !answers.getLast().startsWith(FAILED));
        return answers.getLast();
    }

    private String deliver(String event) {
        try {
            HttpResponse<byte[]> answer = http.send(request(event), HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() == OK
                    ? JSON.readTree(answer.body()).path("result").asText()
                    : FAILED + "status " + answer.statusCode();
        } catch (IOException unreachable) {
            return FAILED + unreachable;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private HttpRequest request(String event) {
        long time = Instant.now().getEpochSecond();
        return HttpRequest.newBuilder(callback)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("Payment-Signature", "t=" + time + ",v1=" + signature(time + "." + event))
                .POST(HttpRequest.BodyPublishers.ofString(event))
                .build();
    }

    private static String signature(String signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Stage.WALLET_SECRET.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
