package io.tollgate.catalogue.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An offer of a model by a provider as its file states it.
 *
 * @param of id of the model it serves; left out where the entry stands inside a model
 * @param model what the provider calls the model
 * @param dialect the wire format it is called in; left out where that is the provider's
 * @param tier service tier, where the provider sells several
 * @param unsupportedParameters request parameters it refuses although model and dialect know them, by OpenAI's names
 * @param source where these facts come from
 * @param asOf date of the source
 * @param agreesWith sources that state the same prices
 * @param differsFrom sources that state others
 * @param prices its price versions, oldest first; absent if unknown
 */
public record EndpointEntry(
        @Nullable String of,
        String provider,
        String model,
        @Nullable String dialect,
        @Nullable String tier,
        @Nullable String region,
        @Nullable String quantization,
        String status,
        @JsonProperty("first_party") @Nullable Boolean firstParty,
        @Nullable Long context,
        @JsonProperty("max_output") @Nullable Long maxOutput,
        @JsonProperty("unsupported_parameters") @Nullable List<String> unsupportedParameters,
        @Nullable String source,
        @JsonProperty("as_of") @Nullable String asOf,
        @JsonProperty("agrees_with") @Nullable List<String> agreesWith,
        @JsonProperty("differs_from") @Nullable List<String> differsFrom,
        @Nullable List<PriceEntry> prices) {

    /** The endpoint's id, {@code model@provider[/tier][/region]}. */
    public String id() {
        return Objects.requireNonNullElse(of, "?") + "@" + provider + suffix(tier) + suffix(region);
    }

    /** The same offer as one of the given model. */
    EndpointEntry of(String modelId) {
        return new EndpointEntry(
                modelId,
                provider,
                model,
                dialect,
                tier,
                region,
                quantization,
                status,
                firstParty,
                context,
                maxOutput,
                unsupportedParameters,
                source,
                asOf,
                agreesWith,
                differsFrom,
                prices);
    }

    /** Its price versions, oldest first. */
    public List<PriceEntry> versions() {
        return prices == null ? List.of() : prices;
    }

    private static String suffix(@Nullable String part) {
        return part == null ? "" : "/" + part;
    }
}
