package io.tollgate.catalogue.document;

import io.tollgate.catalogue.CallableDialect;
import io.tollgate.contracts.catalogue.EndpointStated;
import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.catalogue.ProviderStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a checked catalogue says, as the events that state it. Each method expects entries that {@link CatalogueCheck} passed. */
public final class Statements {

    private static final long A_MILLION = 1_000_000;

    private Statements() {}

    public static ModelStated model(ModelEntry entry, long revision) {
        return new ModelStated(
                entry.id(),
                entry.name(),
                entry.author(),
                entry.kind(),
                entry.status(),
                entry.created() == null ? null : LocalDate.parse(entry.created()),
                entry.context(),
                entry.maxOutput(),
                entry.input(),
                entry.output(),
                entry.tools(),
                entry.reasoning(),
                entry.structuredOutputs(),
                entry.knowledgeCutoff(),
                entry.openWeights(),
                entry.huggingFace(),
                revision);
    }

    /**
     * A provider.
     *
     * @param enabled whether the operator lets it serve
     * @param live whether real calls go to it
     * @param simulated whether the simulator stands in for it while it is not live
     */
    public static ProviderStated provider(
            ProviderEntry entry, boolean enabled, boolean live, boolean simulated, long revision) {
        return new ProviderStated(
                entry.slug(),
                entry.name(),
                entry.baseUrl(),
                entry.dialect(),
                entry.headquarters(),
                entry.docs(),
                enabled,
                live,
                CallableDialect.named(entry.dialect()).isPresent(),
                simulated,
                entry.collectsData(),
                entry.zeroDataRetention(),
                revision);
    }

    /** An endpoint of the given model at the given provider. Its limits are the model's and its dialect the provider's where it states none. */
    public static EndpointStated endpoint(
            EndpointEntry entry, ModelEntry model, ProviderEntry provider, long revision) {
        String dialect = Objects.requireNonNullElse(entry.dialect(), provider.dialect());
        return new EndpointStated(
                entry.id(),
                model.id(),
                provider.slug(),
                entry.model(),
                entry.tier(),
                entry.region(),
                dialect,
                entry.context() == null ? model.context() : entry.context(),
                entry.maxOutput() == null ? model.maxOutput() : entry.maxOutput(),
                entry.quantization(),
                entry.status(),
                SupportedParameters.of(model, dialect, entry.unsupportedParameters()),
                true,
                revision);
    }

    /** The price versions of an endpoint, oldest first. */
    public static List<PriceVersion> prices(EndpointEntry entry) {
        return entry.versions().stream()
                .map(price -> version(entry.id(), price.validFrom(), price))
                .toList();
    }

    private static PriceVersion version(String endpoint, Instant validFrom, PriceEntry entry) {
        List<MeterPrice> prices = new ArrayList<>();
        addPrices(prices, entry.prices(), null);
        for (PriceEntry.Step step : entry.steps()) {
            addPrices(prices, step.prices(), step.promptTokens());
        }
        return new PriceVersion(PriceVersion.idOf(endpoint, validFrom), endpoint, validFrom, prices);
    }

    private static void addPrices(List<MeterPrice> prices, Map<String, String> stated, @Nullable Long above) {
        // in the order of the meters, so that the same prices are equal however they were written
        for (Meter meter : Meter.values()) {
            String price = stated.get(meter.wireName());
            if (price != null) {
                prices.add(new MeterPrice(meter, NanoUsd.parse(price), unitsOf(meter), above));
            }
        }
    }

    /** The meter of a name in a catalogue file, or null. */
    static @Nullable Meter meter(String name) {
        for (Meter meter : Meter.values()) {
            if (meter.wireName().equals(name)) {
                return meter;
            }
        }
        return null;
    }

    private static long unitsOf(Meter meter) {
        return switch (meter) {
            case PROMPT,
                    CACHED_PROMPT,
                    CACHE_WRITE,
                    COMPLETION,
                    REASONING,
                    IMAGE_PROMPT,
                    IMAGE_COMPLETION,
                    AUDIO_PROMPT,
                    AUDIO_COMPLETION -> A_MILLION;
            case INPUT_IMAGE, OUTPUT_IMAGE, REQUEST, WEB_SEARCH -> 1;
        };
    }
}
