package io.tollgate.contracts.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caller's {@code provider} object (OpenRouter's names). Empty lists and absent values mean no preference.
 *
 * @param order provider slugs to try first, in this order
 * @param only provider slugs that may serve; empty means any
 * @param ignore provider slugs that may not
 * @param allowFallbacks whether others may be tried after the first
 * @param requireParameters whether an endpoint must support every parameter in use
 * @param quantizations quantizations that may serve; empty means any
 * @param sort {@code price}, {@code throughput} or {@code latency}
 * @param maxPrice highest price by {@code prompt}, {@code completion} (USD per million tokens) or {@code request}, {@code image}
 * @param dataCollection {@code allow} or {@code deny}
 * @param zeroDataRetention whether only endpoints that keep nothing may serve
 * @param serviceTier the service tier the caller prefers ({@code service_tier}); absent for the ordinary one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Preferences(
        List<String> order,
        List<String> only,
        List<String> ignore,
        boolean allowFallbacks,
        boolean requireParameters,
        List<String> quantizations,
        @Nullable String sort,
        Map<String, NanoUsd> maxPrice,
        @Nullable String dataCollection,
        boolean zeroDataRetention,
        @Nullable String serviceTier) {

    public static final Preferences NONE =
            new Preferences(List.of(), List.of(), List.of(), true, false, List.of(), null, Map.of(), null, false, null);

    public Preferences {
        order = List.copyOf(order);
        only = List.copyOf(only);
        ignore = List.copyOf(ignore);
        quantizations = List.copyOf(quantizations);
        maxPrice = Map.copyOf(maxPrice);
    }
}
