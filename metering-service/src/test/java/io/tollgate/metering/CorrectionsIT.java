package io.tollgate.metering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.ledger.ChargeCorrected;
import io.tollgate.contracts.ledger.CreditWithdrawn;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.App;
import io.tollgate.contracts.usage.Rating;
import io.tollgate.testkit.InfrastructureResource;
import io.tollgate.testkit.KafkaTap;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(value = InfrastructureResource.class, initArgs = @ResourceArg(name = "role", value = "metering"))
class CorrectionsIT {

    private static final String ACCOUNT = "acct-corrected";
    private static final Instant NOON = Instant.parse("2031-05-17T12:00:30Z");
    private static final Rating HALF = rating(1_000);

    private final Metering metering = new Metering();

    @Test
    void shouldCountACorrectionOnceInTheMonthOfItsBooking() throws Exception {
        // Given an attempt of April that was corrected in May
        Served served = Served.of(ACCOUNT, "2031-04", NOON, 100, 40, 2_000);
        ChargeCorrected correction = correction(served);
        Served last = Served.of(ACCOUNT, "2031-05", NOON, 1, 1, 20);
        // When
        try (KafkaTap tap = KafkaTap.shared()) {
            tap.publish(served.usage());
            tap.publish(served.charge());
            tap.publish(served.closed());
            tap.publish(served.released());
            tap.publish(new CreditWithdrawn(Ids.newId(), ACCOUNT, "refund", NanoUsd.of(5), "x", null, "2031-05", NOON));
            for (int i = 0; i < 3; i++) {
                tap.publish(correction);
            }
            tap.publish(last.usage());
            tap.publish(last.charge());
            tap.publish(last.closed());
            tap.publish(last.released());
        }
        // Then
        JsonNode may =
                metering.reportWhen("2031-05", report -> report.path("attempts").asLong() == 1);
        assertThat(may.path("provider_cost").asText()).isEqualTo("-0.000000980");
        assertThat(may.path("charge").asText()).isEqualTo("-0.000001029");
        assertThat(may.at("/tokens/prompt").asLong()).isEqualTo(1);
        JsonNode april = metering.report("2031-04");
        assertThat(april.path("provider_cost").asText()).isEqualTo("0.000002000");
        assertThat(april.path("attempts").asLong()).isEqualTo(1);
        for (JsonNode check : metering.audit().path("checks")) {
            if (check.path("id").asText().equals("5n")) {
                assertThat(check.path("broken").asLong()).isZero();
            }
        }
    }

    private static ChargeCorrected correction(Served served) {
        return new ChargeCorrected(
                Ids.newId(),
                served.attemptId(),
                served.requestId(),
                served.account(),
                served.key(),
                served.model(),
                served.provider(),
                served.model() + "@" + served.provider(),
                served.rating(),
                HALF,
                "stated by the provider's invoice",
                "2031-05",
                NOON,
                new App(null, served.title()));
    }

    private static Rating rating(long cost) {
        NanoUsd provider = NanoUsd.of(cost);
        NanoUsd fee = NanoUsd.of(cost / 20);
        return new Rating(provider, provider, fee, provider.plus(fee), NanoUsd.ZERO);
    }
}
