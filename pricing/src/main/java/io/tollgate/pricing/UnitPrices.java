package io.tollgate.pricing;

import io.tollgate.contracts.price.Meter;
import io.tollgate.contracts.price.MeterPrice;
import io.tollgate.contracts.price.PriceVersion;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the unit price that applies to a meter, given how many tokens the prompt has. Thread-safe. */
public final class UnitPrices {

    private static final Comparator<MeterPrice> BY_RATE =
            (a, b) -> BigInteger.valueOf(a.price().value())
                    .multiply(BigInteger.valueOf(b.per()))
                    .compareTo(BigInteger.valueOf(b.price().value()).multiply(BigInteger.valueOf(a.per())));

    private final PriceVersion version;

    public UnitPrices(PriceVersion version) {
        this.version = version;
    }

    /** The price of a meter for a prompt of exactly this many tokens: that of the highest step the prompt exceeds. */
    public Optional<MeterPrice> at(Meter meter, long promptTokens) {
        return reachable(meter, promptTokens).max(Comparator.comparingLong(UnitPrices::step));
    }

    /**
     * The price of a meter for a prompt of exactly this many tokens.
     *
     * @throws UnpricedUsageException if it has none
     */
    public MeterPrice required(long promptTokens, Meter meter) {
        return at(meter, promptTokens).orElseThrow(() -> new UnpricedUsageException(version.id(), meter));
    }

    /** The dearest price that any of these meters can have for a prompt of at most this many tokens. */
    public Optional<MeterPrice> dearest(Collection<Meter> meters, long promptTokensBound) {
        return meters.stream()
                .flatMap(meter -> reachable(meter, promptTokensBound))
                .max(BY_RATE);
    }

    private Stream<MeterPrice> reachable(Meter meter, long promptTokens) {
        return version.prices().stream()
                .filter(price -> price.meter() == meter)
                .filter(price -> step(price) < promptTokens || price.abovePromptTokens() == null);
    }

    private static long step(MeterPrice price) {
        Long above = price.abovePromptTokens();
        return above == null ? -1 : above;
    }
}
