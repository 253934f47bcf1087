package io.tollgate.ingress.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.tollgate.ingress.stack.Api.Answer;
import io.tollgate.ingress.stack.IngressTest;
import io.tollgate.ingress.stack.ShortTimes;
import io.tollgate.testkit.InfrastructureResource;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ShortTimes.class)
class WebhooksIT extends IngressTest {

    private static final byte[] BODY = HexFormat.of().parseHex("7b202261223a20312e30300d0a2c22c3a4223a22ff227d0a");

    @Test
    void shouldHandCallbacksOnByteForByte() {
        // When
        Answer stripe = send("/webhooks/stripe", "Stripe-Signature", "t=1,v1=ab");
        Answer wallet = send("/webhooks/payments/some-wallet", "Payment-Signature", "t=2,v1=cd");
        // Then
        assertThat(stripe.json().at("/hex").asText()).isEqualTo(HexFormat.of().formatHex(BODY));
        assertThat(stripe.json().at("/target").asText()).isEqualTo("/webhooks/stripe");
        assertThat(stripe.json().at("/headers/stripe-signature").asText()).isEqualTo("t=1,v1=ab");
        assertThat(stripe.json().at("/headers/x-tollgate-internal").asText())
                .isEqualTo(InfrastructureResource.INTERNAL_SECRET);
        assertThat(stripe.json().at("/headers/x-tollgate-role").isMissingNode()).isTrue();
        assertThat(wallet.json().at("/target").asText()).isEqualTo("/webhooks/payments/some-wallet");
        assertThat(wallet.json().at("/headers/payment-signature").asText()).isEqualTo("t=2,v1=cd");
    }

    @Test
    void shouldRefuseWhatIsNotSignedAtAll() {
        Answer unsigned = send("/webhooks/stripe", "X-Other", "x");
        Answer endless = send("/webhooks/stripe", "Stripe-Signature", "v1=" + "a".repeat(5000));
        Answer wrongMethod = api().get("/webhooks/stripe", "");

        assertThat(unsigned.status()).isEqualTo(401);
        assertThat(unsigned.errorType()).isEqualTo("invalid_signature");
        assertThat(endless.status()).isEqualTo(401);
        assertThat(wrongMethod.status()).isEqualTo(405);
    }

    @Test
    void shouldLetAnyKeyRedeemACode() {
        HttpRequest redeem = api().request("/api/v1/credits/redeem")
                .header("Authorization", "Bearer " + secret())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"code\":\"x\"}"))
                .build();

        Answer answer = api().send(redeem);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().at("/headers/x-tollgate-account").asText()).isEqualTo(account());
        assertThat(answer.json().at("/headers/x-tollgate-role").asText()).isEqualTo("inference");
    }

    private Answer send(String path, String header, String value) {
        return api().send(api().request(path)
                .header("Content-Type", "application/json; charset=utf-8")
                .header("X-Tollgate-Role", "operator")
                .header(header, value)
                .POST(BodyPublishers.ofByteArray(BODY))
                .build());
    }
}
