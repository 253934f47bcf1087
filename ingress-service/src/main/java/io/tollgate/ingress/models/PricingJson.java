package io.tollgate.ingress.models;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import io.tollgate.dialects.json.WireJson;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The {@code pricing} object: the provider's prices, long-context steps as {@code overrides}. */
final class PricingJson {

    private static final Map<Meter, String> NAMES = Map.ofEntries(
            Map.entry(Meter.PROMPT, "prompt"),
            Map.entry(Meter.COMPLETION, "completion"),
            Map.entry(Meter.REQUEST, "request"),
            Map.entry(Meter.INPUT_IMAGE, "image"),
            Map.entry(Meter.IMAGE_PROMPT, "image_token"),
            Map.entry(Meter.IMAGE_COMPLETION, "image_output"),
            Map.entry(Meter.OUTPUT_IMAGE, "image_made"),
            Map.entry(Meter.AUDIO_PROMPT, "audio"),
            Map.entry(Meter.AUDIO_COMPLETION, "audio_output"),
            Map.entry(Meter.CACHED_PROMPT, "input_cache_read"),
            Map.entry(Meter.CACHE_WRITE, "input_cache_write"),
            Map.entry(Meter.REASONING, "internal_reasoning"),
            Map.entry(Meter.WEB_SEARCH, "web_search"));

    private PricingJson() {}

    static ObjectNode of(@Nullable PriceVersion version) {
        ObjectNode pricing = WireJson.object();
        pricing.put("prompt", PriceText.UNKNOWN);
        pricing.put("completion", PriceText.UNKNOWN);
        if (version == null) {
            return pricing;
        }
        SortedMap<Long, ObjectNode> steps = new TreeMap<>();
        for (MeterPrice price : version.prices()) {
            Long above = price.abovePromptTokens();
            ObjectNode target = above == null
                    ? pricing
                    : steps.computeIfAbsent(above, step -> WireJson.object().put("min_prompt_tokens", step));
            target.put(name(price.meter()), PriceText.ofOne(price));
        }
        if (!steps.isEmpty()) {
            ArrayNode overrides = pricing.putArray("overrides");
            steps.values().forEach(overrides::add);
        }
        return pricing;
    }

    private static String name(Meter meter) {
        String name = NAMES.get(meter);
        if (name == null) {
            throw new IllegalStateException("no public name for the price of " + meter);
        }
        return name;
    }
}
