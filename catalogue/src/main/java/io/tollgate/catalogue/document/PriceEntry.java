package io.tollgate.catalogue.document;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The unit prices of an endpoint from one instant on. Token meters are in USD per million tokens, others in USD each.
 *
 * @param from first day (UTC) or instant at which they apply, ISO
 * @param basis how that date is known, if not from first seeing it
 * @param source who stated the prices
 * @param above prices of the whole request once its prompt exceeds a step
 * @param prices decimal of USD by meter
 */
public record PriceEntry(
        String from,
        @Nullable String basis,
        @Nullable String source,
        @Nullable List<Step> above,
        @JsonAnySetter Map<String, String> prices) {

    public PriceEntry {
        prices = prices == null ? Map.of() : new LinkedHashMap<>(prices);
    }

    /**
     * Prices beyond a step.
     *
     * @param promptTokens the step: it applies to prompts with more tokens than this
     */
    public record Step(
            @JsonProperty("prompt_tokens") long promptTokens,
            @JsonAnySetter Map<String, String> prices) {

        public Step {
            prices = prices == null ? Map.of() : new LinkedHashMap<>(prices);
        }
    }

    /** The steps, if any. */
    public List<Step> steps() {
        return above == null ? List.of() : above;
    }

    /**
     * The first instant at which the prices apply.
     *
     * @throws java.time.format.DateTimeParseException if it is neither a date nor an instant
     */
    public Instant validFrom() {
        return from.indexOf('T') < 0
                ? LocalDate.parse(from).atStartOfDay(ZoneOffset.UTC).toInstant()
                : Instant.parse(from);
    }
}
