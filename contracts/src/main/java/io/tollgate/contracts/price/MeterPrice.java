package io.tollgate.contracts.price;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.contracts.money.NanoUsd;
import org.jspecify.annotations.Nullable;

/**
 * The price of one meter.
 *
 * @param meter what is counted
 * @param price price of {@code per} units; not negative
 * @param per units the price is for, at least 1 (1,000,000 for tokens, 1 for requests)
 * @param abovePromptTokens if set, the price of the whole request once its prompt has more tokens than this
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MeterPrice(
        Meter meter, NanoUsd price, long per, @Nullable Long abovePromptTokens) {

    public MeterPrice {
        if (price.isNegative() || per < 1) {
            throw new IllegalArgumentException("price of " + meter + " must not be negative, nor per be below 1");
        }
    }
}
