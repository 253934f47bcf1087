package io.tollgate.contracts.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint as it is now.
 *
 * @param id {@code model@provider[/tier][/region]}, opaque
 * @param providerModel what the provider calls the model
 * @param dialect the wire format it is called in
 * @param supportedParameters request parameters it supports, by OpenAI's names
 * @param enabled whether it may serve; false also once it left the catalogue
 * @param revision of the catalogue that stated it; a lower one is stale
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EndpointStated(
        String id,
        String model,
        String provider,
        String providerModel,
        @Nullable String tier,
        @Nullable String region,
        String dialect,
        @Nullable Long contextLength,
        @Nullable Long maxCompletionTokens,
        @Nullable String quantization,
        String status,
        List<String> supportedParameters,
        boolean enabled,
        long revision)
        implements CatalogueEvent {

    public EndpointStated {
        supportedParameters = List.copyOf(supportedParameters);
    }

    @Override
    public String recordKey() {
        return "endpoint:" + id;
    }

    @Override
    public String eventId() {
        return recordKey() + "/" + revision;
    }
}
