package io.tollgate.simulation.world;

import java.util.List;
import java.util.SplittableRandom;

/** The one source of chance of a world: the same seed throws the same numbers. */
public final class Dice {

    private final SplittableRandom random;

    public Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** True so often in a thousand. */
    public boolean permille(int chance) {
        return chance > 0 && random.nextInt(1000) < chance;
    }

    /** A number from {@code least} to {@code most}, both included. */
    public long between(long least, long most) {
        return least >= most ? least : random.nextLong(least, most + 1);
    }

    /** A number from {@code least} to {@code most}, both included. */
    public int between(int least, int most) {
        return (int) between((long) least, (long) most);
    }

    /** One of several. */
    public <T> T oneOf(List<T> options) {
        return options.get(random.nextInt(options.size()));
    }

    /** A number that tends to be small: uniform in its logarithm, from 1 to {@code most}. */
    public long skewed(long most) {
        int bits = 64 - Long.numberOfLeadingZeros(most);
        long upTo = 1L << between(0, bits - 1);
        return Math.min(most, between(1L, upTo));
    }

    /** Any long. */
    public long any() {
        return random.nextLong();
    }
}
