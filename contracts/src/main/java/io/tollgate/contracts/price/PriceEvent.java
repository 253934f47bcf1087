package io.tollgate.contracts.price;

import io.tollgate.contracts.Event;

/** What travels on {@code catalogue.prices.v1}. */
public sealed interface PriceEvent extends Event permits PriceVersionStated {}
