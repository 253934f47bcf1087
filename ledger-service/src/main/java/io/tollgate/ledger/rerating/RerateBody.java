package io.tollgate.ledger.rerating;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.ledger.access.JsonBody;
import io.tollgate.ledger.access.RefusalException;
import io.tollgate.ledger.access.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what an operator wants to be rated again. */
final class RerateBody {

    private static final int ID_LENGTH = 128;
    private static final int NAME_LENGTH = 512;
    private static final int MONTH_LENGTH = 7;
    private static final int VERSIONS = 2_000;
    private static final int METERS = 200;

    private RerateBody() {}

    static RerateOrder order(JsonBody body) {
        String id = body.text("id", ID_LENGTH);
        List<PriceVersion> prices = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonBody each : body.objects("prices", VERSIONS)) {
            PriceVersion version = version(id, each);
            if (!seen.add(version.id())) {
                throw wrong("two prices of " + version.endpoint() + " from " + version.validFrom());
            }
            prices.add(version);
        }
        if (prices.isEmpty()) {
            throw wrong("prices must have at least one price");
        }
        Optional<String> endpoint = body.optionalText("endpoint", NAME_LENGTH);
        RerateOrder order =
                new RerateOrder(id, Times.month(body.text("month", MONTH_LENGTH)), endpoint.orElse(null), prices);
        if (order.endpoints().isEmpty()) {
            throw RefusalException.badRequest("there are no corrected prices of this endpoint", "endpoint");
        }
        return order;
    }

    /** A version by a name of its own: the original of the same instant keeps its. */
    private static PriceVersion version(String id, JsonBody body) {
        String endpoint = body.text("endpoint", NAME_LENGTH);
        Instant from = body.instant("from").orElseThrow(() -> wrong("from is missing"));
        List<MeterPrice> meters = body.objects("meters", METERS).stream()
                .map(RerateBody::meterPrice)
                .toList();
        if (meters.isEmpty()) {
            throw wrong("the price of " + endpoint + " from " + from + " has no meters");
        }
        return new PriceVersion(PriceVersion.idOf(endpoint, from) + "~" + id, endpoint, from, meters);
    }

    private static MeterPrice meterPrice(JsonBody body) {
        String name = body.text("meter", NAME_LENGTH);
        Meter meter = Arrays.stream(Meter.values())
                .filter(each -> each.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong("there is no meter " + name));
        NanoUsd price = body.amount("price").orElseThrow(() -> wrong("price is missing"));
        long per = body.whole("per").filter(units -> units > 0).orElseThrow(() -> wrong("per must be from 1 on"));
        return new MeterPrice(
                meter, price, per, body.whole("above_prompt_tokens").orElse(null));
    }

    private static RefusalException wrong(String message) {
        return RefusalException.badRequest(message, "prices");
    }
}
