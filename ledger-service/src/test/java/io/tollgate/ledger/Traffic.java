package io.tollgate.ledger;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.hold.HoldPlaced;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.pricing.Rater;
import io.tollgate.testkit.KafkaTap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;

/** Calls of one account at a provider that no other test has, so that its sums are known. */
final class Traffic {

    static final NanoUsd HOLD = NanoUsd.parse("1");
    static final List<String> MODELS = List.of("author/small", "author/large", "other/medium");

    final String account;
    final String provider = "provider-" + Ids.newId();
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    Traffic(String account) {
        this.account = account;
    }

    String endpoint(String model) {
        return model + "@" + provider;
    }

    PriceVersion prices(String model) {
        return Samples.prices(endpoint(model), "0.27", "1.101");
    }

    UsageRecorded call(String model, long prompt, long completion, Outcome outcome) {
        return call(Ids.newRequestId(), 1, model, prompt, completion, NanoUsd.ZERO, HOLD, outcome);
    }

    UsageRecorded call(
            String request,
            int attempt,
            String model,
            long prompt,
            long completion,
            NanoUsd billedBefore,
            NanoUsd hold,
            Outcome outcome) {
        Usage usage = Usage.tokens(prompt, completion, UsageSource.REPORTED);
        PriceVersion prices = prices(model);
        return new UsageRecorded(
                Ids.attemptId(request, attempt),
                request,
                attempt,
                account,
                Samples.KEY,
                "local",
                "chat",
                model,
                model,
                provider,
                null,
                endpoint(model),
                prices,
                Samples.FEE,
                hold,
                billedBefore,
                usage,
                Rater.rate(usage, prices, Samples.FEE, hold, billedBefore, outcome),
                outcome,
                "stop",
                "stop",
                "upstream",
                null,
                true,
                true,
                now.minusMillis(900),
                now.minusMillis(800),
                now.minusMillis(500),
                now,
                null,
                null,
                null);
    }

    UsageRecorded random(Random random) {
        Outcome outcome = random.nextInt(8) == 0 ? Outcome.INTERRUPTED : Outcome.COMPLETED;
        return call(MODELS.get(random.nextInt(MODELS.size())), random.nextInt(20_000), random.nextInt(5_000), outcome);
    }

    /** Publishes a whole request of one attempt. */
    void publish(KafkaTap kafka, UsageRecorded usage) {
        kafka.publish(new HoldPlaced(
                usage.requestId(), account, usage.key(), usage.hold(), "", now.minusMillis(900), now.plusSeconds(120)));
        kafka.publish(usage);
        kafka.publish(Samples.closed(account, usage.requestId(), usage.outcome(), 1));
    }
}
