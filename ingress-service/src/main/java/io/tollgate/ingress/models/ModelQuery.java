package io.tollgate.ingress.models;

import io.tollgate.contracts.catalogue.ModelStated;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to see of the list of models. Filters that need facts nobody has yet (categories, benchmarks) are ignored, as
 * unknown ones are.
 *
 * @param limit most models of one answer; absent for all
 */
record ModelQuery(
        String text,
        List<String> supportedParameters,
        List<String> inputModalities,
        List<String> outputModalities,
        List<String> authors,
        List<String> providers,
        long minContext,
        @Nullable NanoUsd minPrice,
        @Nullable NanoUsd maxPrice,
        @Nullable String sort,
        @Nullable Integer limit,
        int offset) {

    private static final int MOST = 1_000;

    /**
     * Reads a query.
     *
     * @throws ApiException 400 if a number is none, or out of range
     */
    static ModelQuery of(MultiMap parameters) {
        return new ModelQuery(
                text(parameters, "q").toLowerCase(Locale.ROOT).strip(),
                list(parameters, "supported_parameters"),
                list(parameters, "input_modalities"),
                list(parameters, "output_modalities"),
                list(parameters, "model_authors"),
                list(parameters, "providers"),
                number(parameters, "context", 0, 0, Long.MAX_VALUE),
                price(parameters, "min_price"),
                price(parameters, "max_price"),
                parameters.get("sort"),
                parameters.contains("limit") ? (Integer) (int) number(parameters, "limit", MOST, 1, MOST) : null,
                (int) number(parameters, "offset", 0, 0, Integer.MAX_VALUE));
    }

    /** The models that match, in the order asked for; without the limits of one answer. */
    List<ListedModel> apply(Stream<ListedModel> models) {
        Stream<ListedModel> matching = models.filter(this::matches);
        Comparator<ListedModel> order = order();
        return (order == null ? matching : matching.sorted(order)).toList();
    }

    private boolean matches(ListedModel listed) {
        ModelStated model = listed.model();
        return matchesText(model)
                && listed.supportedParameters().containsAll(supportedParameters)
                && model.inputModalities().containsAll(inputModalities)
                && model.outputModalities().containsAll(outputModalities)
                && (authors.isEmpty() || authors.contains(model.author()))
                && (providers.isEmpty() || listed.endpoints().stream().anyMatch(this::matchesProvider))
                && listed.contextLength() >= minContext
                && (minPrice == null || listed.promptPrice().compareTo(minPrice) >= 0)
                && (maxPrice == null || listed.promptPrice().compareTo(maxPrice) <= 0);
    }

    private boolean matchesText(ModelStated model) {
        return text.isEmpty()
                || model.id().contains(text)
                || model.name().toLowerCase(Locale.ROOT).contains(text);
    }

    private boolean matchesProvider(ListedEndpoint endpoint) {
        return providers.contains(endpoint.provider().slug())
                || providers.contains(endpoint.provider().name());
    }

    private @Nullable Comparator<ListedModel> order() {
        Comparator<ListedModel> byPrice = Comparator.comparing(ListedModel::promptPrice);
        Comparator<ListedModel> byContext = Comparator.comparingLong(ListedModel::contextLength);
        return switch (sort == null ? "" : sort) {
            case "price", "pricing-low-to-high" -> byPrice;
            case "pricing-high-to-low" -> byPrice.reversed();
            case "context", "context-high-to-low" -> byContext.reversed();
            case "context-low-to-high" -> byContext;
            case "newest" -> Comparator.comparing(ListedModel::created).reversed();
            default -> null;
        };
    }

    private static String text(MultiMap parameters, String name) {
        String value = parameters.get(name);
        return value == null ? "" : value;
    }

    private static List<String> list(MultiMap parameters, String name) {
        return parameters.getAll(name).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static long number(MultiMap parameters, String name, long otherwise, long least, long most) {
        String value = parameters.get(name);
        if (value == null || value.isBlank()) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw refused(name, least, most);
        }
        throw refused(name, least, most);
    }

    private static ApiException refused(String name, long least, long most) {
        return new ApiException(ApiError.invalid(
                name + " must be a whole number from " + least + (most == Long.MAX_VALUE ? "" : " to " + most), name));
    }

    private static @Nullable NanoUsd price(MultiMap parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        try {
            return NanoUsd.parse(value.strip());
        } catch (NumberFormatException notANumber) {
            throw badPrice(name);
        } catch (ArithmeticException outOfRange) {
            throw badPrice(name);
        }
    }

    private static ApiException badPrice(String name) {
        return new ApiException(ApiError.invalid(name + " must be a price in USD per million tokens", name));
    }
}
