package io.tollgate.catalogue.document;

import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what cannot be in the price versions of one endpoint. */
final class PriceCheck {

    private static final String PROMPT = Meter.PROMPT.wireName();
    private static final String CACHED = Meter.CACHED_PROMPT.wireName();

    private final CatalogueCheck check;
    private final Located<EndpointEntry> at;

    PriceCheck(CatalogueCheck check, Located<EndpointEntry> at) {
        this.check = check;
        this.at = at;
    }

    void check(List<PriceEntry> versions) {
        Instant before = null;
        for (int i = 0; i < versions.size(); i++) {
            String path = "prices[" + i + "]";
            PriceEntry version = versions.get(i);
            before = checkOrder(path, version, before);
            if (version.prices().isEmpty()) {
                report(path, "has no price");
            }
            checkPrices(path, version.prices());
            checkSteps(path, version);
        }
    }

    private @Nullable Instant checkOrder(String path, PriceEntry version, @Nullable Instant before) {
        if (version.from() == null) {
            report(path + ".from", "is missing");
            return before;
        }
        try {
            Instant from = version.validFrom();
            if (before != null && !from.isAfter(before)) {
                report(path + ".from", "must be later than that of the version before it: " + version.from());
            }
            return from;
        } catch (DateTimeException notADate) {
            report(path + ".from", "is neither a date nor an instant: " + version.from());
            return before;
        }
    }

    private void checkSteps(String path, PriceEntry version) {
        long before = 0;
        List<PriceEntry.Step> steps = version.steps();
        for (int i = 0; i < steps.size(); i++) {
            String stepPath = path + ".above[" + i + "]";
            PriceEntry.Step step = steps.get(i);
            if (step.promptTokens() <= before) {
                report(stepPath + ".prompt_tokens", "must be positive and higher than the step before it");
            }
            before = step.promptTokens();
            if (step.prices().isEmpty()) {
                report(stepPath, "has no price");
            }
            checkPrices(stepPath, step.prices());
            for (String meter : step.prices().keySet()) {
                if (!version.prices().containsKey(meter)) {
                    report(stepPath + "." + meter, "has no price below the step");
                }
            }
        }
    }

    private void checkPrices(String path, Map<String, String> prices) {
        prices.forEach((meter, price) -> {
            if (Statements.meter(meter) == null) {
                report(path + "." + meter, "unknown meter");
            } else {
                amount(path + "." + meter, price);
            }
        });
        NanoUsd prompt = quietly(prices.get(PROMPT));
        NanoUsd cached = quietly(prices.get(CACHED));
        if (prompt != null && cached != null && cached.compareTo(prompt) > 0) {
            report(path + "." + CACHED, "must not exceed the price of the prompt: " + prices.get(CACHED));
        }
    }

    private void amount(String path, @Nullable String price) {
        NanoUsd amount = quietly(price);
        if (amount == null) {
            report(path, "is not a decimal of dollars with at most nine places: " + price);
        } else if (amount.isNegative()) {
            report(path, "must not be negative: " + price);
        }
    }

    private static @Nullable NanoUsd quietly(@Nullable String price) {
        try {
            return price == null ? null : NanoUsd.parse(price);
        } catch (NumberFormatException | ArithmeticException notAnAmount) {
            return null;
        }
    }

    private void report(String path, String message) {
        check.report(at, path, message);
    }
}
