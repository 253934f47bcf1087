package io.tollgate.catalogue;

import io.tollgate.catalogue.Eligible.Refusal;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.pricing.HoldBounds;
import io.tollgate.pricing.UnitPrices;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides which endpoints of a model may serve a request, from what is written down: abilities, limits, prices and the caller's
 * constraints. Load and health are not its business.
 *
 * <p>Abilities that nobody has stated are treated leniently where a mistake costs nothing and strictly where it spoils the answer:
 * an endpoint of unknown abilities serves plain text, whatever soft parameters (reasoning, penalties, response formats) the request
 * has, because providers ignore those they do not know; it never gets tools, schemas, several answers, probabilities, images or sound,
 * because a caller relies on these and would pay for an answer that ignored them. With {@code require_parameters} every parameter must be known to be supported.
 *
 * <p>Immutable and thread-safe.
 */
public final class Eligibility {

    private static final String CHAT = "chat";
    private static final String TEXT = "text";
    private static final Set<String> TOOL_PARAMETERS = Set.of("tools", "tool_choice", "parallel_tool_calls");
    private static final BigInteger A_MILLION = BigInteger.valueOf(1_000_000);

    /**
     * Parameters without which an answer would not be what was asked for, or that change its price: never dropped, and never passed to
     * an endpoint that does not state them.
     */
    private static final Set<String> SHAPING =
            Set.of("n", "logprobs", "top_logprobs", "structured_outputs", "web_search_options");

    private final CatalogueSnapshot snapshot;

    public Eligibility(CatalogueSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /**
     * The endpoints of a model that may serve a asked.
     *
     * @param model id of the model; one that does not exist has no endpoints
     * @param at when the request was accepted: decides the prices
     */
    public Eligible filter(String model, PromptFeatures features, Preferences preferences, Instant at) {
        List<EndpointOffer> offers = new ArrayList<>();
        Map<String, Refusal> filtered = new TreeMap<>();
        Optional<ModelStated> stated = snapshot.model(model);
        if (stated.isPresent()) {
            Asked asked = new Asked(stated.get(), features, preferences, at);
            for (EndpointStated endpoint : snapshot.endpointsOf(model)) {
                Refusal refusal = refusalByUs(asked, endpoint);
                if (refusal == null) {
                    EndpointOffer offer = offer(asked, endpoint);
                    refusal = refusalByRequest(asked, offer);
                    if (refusal == null) {
                        offers.add(offer);
                    }
                }
                if (refusal != null) {
                    filtered.put(endpoint.id(), refusal);
                }
            }
        }
        return new Eligible(offers, filtered);
    }

    private @Nullable Refusal refusalByUs(Asked asked, EndpointStated endpoint) {
        Optional<ProviderStated> provider =
                snapshot.provider(endpoint.provider()).filter(ProviderStated::enabled);
        if (!endpoint.enabled()) {
            return because(Ineligibility.ENDPOINT_DISABLED);
        }
        if (provider.isEmpty()) {
            return because(Ineligibility.PROVIDER_DISABLED);
        }
        if (!provider.get().callable()
                || CallableDialect.named(endpoint.dialect()).isEmpty()) {
            return because(Ineligibility.NOT_CALLABLE, endpoint.dialect());
        }
        if (!provider.get().reachable()) {
            return because(Ineligibility.NOT_LIVE);
        }
        if (!asked.model().kind().equals(CHAT)) {
            return because(Ineligibility.WRONG_OPERATION, asked.model().kind());
        }
        return snapshot.priceAt(endpoint.id(), asked.at())
                        .filter(HoldBounds::isPriced)
                        .isPresent()
                ? null
                : because(Ineligibility.NO_PRICE);
    }

    private EndpointOffer offer(Asked asked, EndpointStated endpoint) {
        return new EndpointOffer(
                endpoint,
                asked.model(),
                snapshot.provider(endpoint.provider()).orElseThrow(),
                snapshot.priceAt(endpoint.id(), asked.at()).orElseThrow());
    }

    private @Nullable Refusal refusalByRequest(Asked asked, EndpointOffer offer) {
        Refusal refusal = refusalByCaller(asked, offer);
        return refusal == null ? refusalByAbility(asked, offer.endpoint()) : refusal;
    }

    private @Nullable Refusal refusalByCaller(Asked asked, EndpointOffer offer) {
        Preferences wanted = asked.preferences();
        if (isExtraTier(offer) && !isNamed(wanted, offer)) {
            return because(
                    Ineligibility.TIER_NOT_NAMED,
                    String.valueOf(offer.endpoint().tier()));
        }
        if (!wanted.only().isEmpty() && wanted.only().stream().noneMatch(offer::isNamed)) {
            return because(Ineligibility.NOT_IN_ONLY);
        }
        if (wanted.ignore().stream().anyMatch(offer::isNamed)) {
            return because(Ineligibility.IGNORED);
        }
        String quantization = offer.endpoint().quantization();
        if (!wanted.quantizations().isEmpty()
                && !wanted.quantizations().contains(quantization == null ? "unknown" : quantization)) {
            return because(Ineligibility.QUANTIZATION, quantization == null ? "unknown" : quantization);
        }
        if ("deny".equals(wanted.dataCollection())
                && !Boolean.FALSE.equals(offer.provider().collectsData())) {
            return because(Ineligibility.DATA_COLLECTION);
        }
        if (wanted.zeroDataRetention() && !Boolean.TRUE.equals(offer.provider().zeroDataRetention())) {
            return because(Ineligibility.ZERO_DATA_RETENTION);
        }
        return dearerThanWanted(wanted.maxPrice(), offer.prices(), asked.features());
    }

    private @Nullable Refusal refusalByAbility(Asked asked, EndpointStated endpoint) {
        PromptFeatures features = asked.features();
        ModelStated model = asked.model();
        String modality = firstBeyond(features.inputModalities(), model.inputModalities());
        if (modality == null) {
            modality = firstBeyond(features.outputModalities(), model.outputModalities());
        }
        if (modality != null) {
            return because(Ineligibility.MODALITY, modality);
        }
        String parameter = unsupportedParameter(asked, endpoint);
        if (parameter != null) {
            return because(Ineligibility.PARAMETER, parameter);
        }
        Long context = endpoint.contextLength() == null ? model.contextLength() : endpoint.contextLength();
        if (context != null && features.promptTokensEstimate() > context) {
            return because(Ineligibility.CONTEXT_LENGTH, context.toString());
        }
        Long most =
                endpoint.maxCompletionTokens() == null ? model.maxCompletionTokens() : endpoint.maxCompletionTokens();
        Long wanted = features.maxOutputTokens();
        return most != null && wanted != null && wanted > most
                ? because(Ineligibility.MAX_TOKENS, most.toString())
                : null;
    }

    private @Nullable String unsupportedParameter(Asked asked, EndpointStated endpoint) {
        Set<String> inexpressible = CallableDialect.named(endpoint.dialect())
                .map(CallableDialect::inexpressible)
                .orElse(Set.of());
        for (String parameter : new TreeSet<>(asked.features().parameters())) {
            boolean supported = endpoint.supportedParameters().contains(PromptFeatures.parameterOf(parameter));
            boolean tools = TOOL_PARAMETERS.contains(parameter)
                    && !Boolean.TRUE.equals(asked.model().tools());
            boolean shaping = SHAPING.contains(parameter) && !supported;
            boolean required = asked.preferences().requireParameters() && !supported;
            if (inexpressible.contains(parameter) || tools || shaping || required) {
                return parameter;
            }
        }
        return null;
    }

    /** Whether the provider also sells this model in its ordinary tier: then the other tiers are only for those who ask. */
    private boolean isExtraTier(EndpointOffer offer) {
        return offer.endpoint().tier() != null
                && snapshot.endpointsOf(offer.model().id()).stream()
                        .anyMatch(other -> other.tier() == null
                                && other.provider().equals(offer.provider().slug()));
    }

    /** Whether the caller names the offer's tier, at this provider or at any. */
    private static boolean isNamed(Preferences wanted, EndpointOffer offer) {
        String tag = offer.provider().slug() + "/" + offer.endpoint().tier();
        return wanted.only().contains(tag) || wanted.order().contains(tag) || offer.isOfTier(wanted.serviceTier());
    }

    private static @Nullable String firstBeyond(Set<String> wanted, List<String> able) {
        return wanted.stream()
                .filter(modality -> !modality.equals(TEXT) || !able.isEmpty())
                .filter(modality -> !able.contains(modality))
                .sorted()
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Refusal dearerThanWanted(
            Map<String, NanoUsd> maxPrice, PriceVersion version, PromptFeatures features) {
        UnitPrices prices = new UnitPrices(version);
        long prompt = features.promptTokensEstimate();
        for (Map.Entry<String, NanoUsd> limit : new TreeMap<>(maxPrice).entrySet()) {
            Meter meter = switch (limit.getKey()) {
                case "prompt" -> Meter.PROMPT;
                case "completion" -> Meter.COMPLETION;
                case "request" -> Meter.REQUEST;
                case "image" -> Meter.INPUT_IMAGE;
                case "audio" -> Meter.AUDIO_PROMPT;
                default -> null;
            };
            MeterPrice price = meter == null ? null : prices.at(meter, prompt).orElse(null);
            if (meter != null && price != null && isDearer(price, limit.getValue(), unitsOf(meter))) {
                return because(Ineligibility.MAX_PRICE, limit.getKey());
            }
        }
        return null;
    }

    private static BigInteger unitsOf(Meter meter) {
        return meter == Meter.REQUEST || meter == Meter.INPUT_IMAGE ? BigInteger.ONE : A_MILLION;
    }

    private static boolean isDearer(MeterPrice price, NanoUsd limit, BigInteger units) {
        BigInteger stated = BigInteger.valueOf(price.price().value()).multiply(units);
        return stated.compareTo(BigInteger.valueOf(limit.value()).multiply(BigInteger.valueOf(price.per()))) > 0;
    }

    private static Refusal because(Ineligibility reason) {
        return new Refusal(reason, "");
    }

    private static Refusal because(Ineligibility reason, String detail) {
        return new Refusal(reason, detail);
    }

    /** A request for one model. */
    private record Asked(ModelStated model, PromptFeatures features, Preferences preferences, Instant at) {}
}
