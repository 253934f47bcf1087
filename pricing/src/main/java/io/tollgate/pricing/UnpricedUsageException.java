package io.tollgate.pricing;

import io.tollgate.contracts.price.Meter;

/** A quantity was used, or may be used, that the price version has no price for. It must never become free by accident. */
public final class UnpricedUsageException extends RuntimeException {

    private final Meter meter;

    public UnpricedUsageException(String priceVersion, Meter meter) {
        super("price version " + priceVersion + " has no price for " + meter.wireName());
        this.meter = meter;
    }

    /** The meter without a price. */
    public Meter meter() {
        return meter;
    }
}
