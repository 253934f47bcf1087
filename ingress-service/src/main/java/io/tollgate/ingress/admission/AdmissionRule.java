package io.tollgate.ingress.admission;

import io.tollgate.catalogue.Eligible;
import io.tollgate.catalogue.EndpointOffer;
import io.tollgate.contracts.account.KeyStated;
import io.tollgate.contracts.account.SpendWindow;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.HoldTerms;
import io.tollgate.dialects.openai.ChatRequest;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.models.CatalogueView;
import io.tollgate.livestate.CreditHolds;
import io.tollgate.pricing.HoldBounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides without asking anybody whether a chat request may run: its models exist, are of the right kind and allowed for the key, some
 * endpoint can serve it, and what it can cost at the dearest of those is the amount to set aside.
 */
public final class AdmissionRule {

    private final int feeBasisPoints;
    private final long sliceTokens;

    /**
     * @param feeBasisPoints our fee in hundredths of a percent
     * @param sliceTokens output tokens that the first hold covers, at least 1
     */
    public AdmissionRule(int feeBasisPoints, long sliceTokens) {
        this.feeBasisPoints = feeBasisPoints;
        this.sliceTokens = sliceTokens;
    }

    /** What the rule says. */
    public sealed interface Decision {
        /**
         * The request may run if its hold can be placed.
         *
         * @param models those of the caller's models that can serve it, in its order; not empty
         */
        record Admitted(List<String> models, HoldTerms hold) implements Decision {
            public Admitted {
                models = List.copyOf(models);
            }
        }

        record Refused(ApiError error) implements Decision {}
    }

    public Decision judge(ChatRequest chat, KeyStated key, CatalogueView catalogue, Instant now) {
        for (String model : chat.models()) {
            ApiError error = refusal(model, key, catalogue);
            if (error != null) {
                return new Decision.Refused(error);
            }
        }
        Map<String, Eligible> eligible = new LinkedHashMap<>();
        for (String model : chat.models()) {
            eligible.put(model, catalogue.eligibility().filter(model, chat.features(), chat.preferences(), now));
        }
        List<String> models = new ArrayList<>();
        List<PriceVersion> prices = new ArrayList<>();
        eligible.forEach((model, found) -> {
            if (!found.offers().isEmpty()) {
                models.add(model);
                found.offers().stream().map(EndpointOffer::prices).forEach(prices::add);
            }
        });
        if (models.isEmpty()) {
            return new Decision.Refused(Ineligible.error(chat, eligible));
        }
        return hold(chat, prices, window(key, now))
                .<Decision>map(hold -> new Decision.Admitted(models, hold))
                .orElseGet(() -> new Decision.Refused(CreditRefusal.beyondAnyCredit()));
    }

    private static @Nullable ApiError refusal(String model, KeyStated key, CatalogueView catalogue) {
        Optional<ModelStated> stated = catalogue.snapshot().model(model);
        if (stated.isEmpty()) {
            return ApiError.invalid("there is no model " + model, "model")
                    .withMetadata("openai_code", "model_not_found")
                    .withAvailability("model_not_found", false);
        }
        if (!stated.get().kind().equals("chat")) {
            return ApiError.invalid(
                            model + " is no chat model but one for "
                                    + stated.get().kind(),
                            "model")
                    .withAvailability("wrong_endpoint", false);
        }
        if (!key.allowedModels().isEmpty() && !key.allowedModels().contains(model)) {
            return ApiError.forbidden("this key may not call " + model).withParam("model");
        }
        return null;
    }

    private Optional<HoldTerms> hold(ChatRequest chat, List<PriceVersion> prices, String window) {
        long slice = HoldBounds.firstSlice(chat.features(), sliceTokens);
        try {
            NanoUsd amount = HoldBounds.dearest(prices, chat.features(), slice, feeBasisPoints);
            return amount.compareTo(CreditHolds.MAX_AMOUNT) > 0
                    ? Optional.empty()
                    : Optional.of(new HoldTerms(amount, chat.features().promptTokensBound(), slice, window));
        } catch (ArithmeticException beyondRange) {
            return Optional.empty();
        }
    }

    private static String window(KeyStated key, Instant now) {
        return SpendWindow.of(key.limit() != null, key.limitReset(), now);
    }
}
