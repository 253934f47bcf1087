package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.request.Preferences;
import io.tollgate.dialects.json.WireJson;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks who may answer: {@code model}, {@code models} and the {@code provider} object. */
final class RoutingRules {

    private static final int MAX_FALLBACKS = 3;
    private static final int MAX_MODEL_LENGTH = 256;
    private static final int MAX_PROVIDERS = 200;
    private static final int MAX_TIER_LENGTH = 64;
    private static final Set<String> ORDINARY_TIERS = Set.of("", "auto", "default", "standard", "standard_only");
    private static final Set<String> SORTS = Set.of("price", "throughput", "latency");
    private static final List<String> ALLOWED_SORTS = List.of("price", "throughput", "latency", "exacto");
    private static final Set<String> QUANTIZATIONS =
            Set.of("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", "unknown");
    private static final List<String> PRICES = List.of("prompt", "completion", "request", "image", "audio");
    private static final List<String> PERCENTILES = List.of("p50", "p75", "p90", "p99");
    /** A billion dollars: no price is higher, and it fits 64 bits of nano-dollars. */
    private static final BigDecimal HIGHEST_PRICE = BigDecimal.valueOf(1_000_000_000L);

    private RoutingRules() {}

    static List<String> models(Fields fields) {
        Set<String> models = new LinkedHashSet<>();
        String model = fields.string("model");
        if (model != null) {
            models.add(model(fields.path("model"), model));
        }
        ArrayNode fallbacks = fields.array("models");
        if (fallbacks != null) {
            if (fallbacks.isEmpty() || fallbacks.size() > MAX_FALLBACKS) {
                throw fields.refuse("models", "must have 1 to " + MAX_FALLBACKS + " entries");
            }
            for (String fallback : fields.strings("models", MAX_FALLBACKS)) {
                models.add(model("models[" + models.size() + "]", fallback));
            }
        }
        if (models.isEmpty()) {
            throw new InvalidRequestException(
                    400, "invalid_request", "you must provide a model", "model", "missing_required_parameter");
        }
        return List.copyOf(models);
    }

    private static String model(String path, String model) {
        if (model.isBlank()) {
            throw InvalidRequestException.of(path, path + " must not be empty");
        }
        if (model.length() > MAX_MODEL_LENGTH) {
            throw InvalidRequestException.tooLong(path, MAX_MODEL_LENGTH);
        }
        return Fields.withoutControls(path, model);
    }

    static Preferences preferences(Fields fields) {
        Fields provider = Objects.requireNonNullElseGet(
                fields.object("provider"), () -> Fields.of(WireJson.object(), "provider"));
        provider.bool("enforce_distillable_text");
        threshold(provider, "preferred_min_throughput");
        threshold(provider, "preferred_max_latency");
        return new Preferences(
                slugs(provider, "order"),
                slugs(provider, "only"),
                slugs(provider, "ignore"),
                !Boolean.FALSE.equals(provider.bool("allow_fallbacks")),
                Boolean.TRUE.equals(provider.bool("require_parameters")),
                quantizations(provider),
                sort(provider),
                maxPrice(provider),
                provider.word("data_collection", List.of("allow", "deny")),
                Boolean.TRUE.equals(provider.bool("zdr")),
                serviceTier(fields));
    }

    /** A tier beside the ordinary one; the words for "as usual" mean none. */
    private static @Nullable String serviceTier(Fields fields) {
        String tier = fields.string("service_tier");
        if (tier == null || ORDINARY_TIERS.contains(tier)) {
            return null;
        }
        if (tier.length() > MAX_TIER_LENGTH) {
            throw InvalidRequestException.tooLong(fields.path("service_tier"), MAX_TIER_LENGTH);
        }
        return Fields.withoutControls(fields.path("service_tier"), tier);
    }

    private static List<String> slugs(Fields provider, String name) {
        List<String> slugs = provider.strings(name, MAX_PROVIDERS);
        for (int i = 0; i < slugs.size(); i++) {
            if (slugs.get(i).isBlank() || slugs.get(i).length() > MAX_MODEL_LENGTH) {
                throw provider.refuse(name + "[" + i + "]", "must be a provider's slug");
            }
        }
        return slugs;
    }

    private static List<String> quantizations(Fields provider) {
        List<String> quantizations = provider.strings("quantizations", QUANTIZATIONS.size());
        for (int i = 0; i < quantizations.size(); i++) {
            if (!QUANTIZATIONS.contains(quantizations.get(i))) {
                throw provider.refuse("quantizations[" + i + "]", "is no known quantization");
            }
        }
        return quantizations;
    }

    private static @Nullable String sort(Fields provider) {
        JsonNode sort = provider.get("sort");
        String by;
        if (sort != null && sort.isObject()) {
            Fields fields = Fields.of(sort, provider.path("sort"));
            fields.word("partition", List.of("model", "none"));
            by = fields.word("by", ALLOWED_SORTS);
        } else {
            by = provider.word("sort", ALLOWED_SORTS);
        }
        return by != null && SORTS.contains(by) ? by : null;
    }

    private static Map<String, NanoUsd> maxPrice(Fields provider) {
        Fields limits = provider.object("max_price");
        if (limits == null) {
            return Map.of();
        }
        Map<String, NanoUsd> prices = new LinkedHashMap<>();
        for (String name : PRICES) {
            JsonNode limit = limits.get(name);
            if (limit != null) {
                prices.put(name, price(limits, name, limit));
            }
        }
        return prices;
    }

    private static NanoUsd price(Fields limits, String name, JsonNode limit) {
        BigDecimal usd = decimal(limit);
        if (usd == null || usd.signum() < 0 || usd.compareTo(HIGHEST_PRICE) > 0) {
            throw limits.refuse(name, "must be a price in USD, 0 or more");
        }
        return NanoUsd.ofUsd(usd.setScale(9, RoundingMode.DOWN));
    }

    private static @Nullable BigDecimal decimal(JsonNode limit) {
        if (limit.isNumber()) {
            return bounded(limit.decimalValue());
        }
        String text = limit.isTextual() ? limit.textValue() : "";
        return text.matches("[0-9]{1,12}(\\.[0-9]{1,18})?") ? new BigDecimal(text) : null;
    }

    /** Keeps numbers of absurd exponents from being written out digit by digit. */
    private static @Nullable BigDecimal bounded(BigDecimal number) {
        return Math.abs((long) number.scale()) > 2_000 ? null : number;
    }

    private static void threshold(Fields provider, String name) {
        JsonNode value = provider.get(name);
        if (value == null) {
            return;
        }
        if (value.isObject()) {
            Fields percentiles = Fields.of(value, provider.path(name));
            PERCENTILES.forEach(percentile -> percentiles.number(percentile, 0, Integer.MAX_VALUE));
        } else {
            provider.number(name, 0, Integer.MAX_VALUE);
        }
    }
}
