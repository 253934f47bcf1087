package io.tollgate.simulation.redis;

import io.tollgate.simulation.world.Dice;

/**
 * How the way to a store behaves.
 *
 * @param slowPermille chance that a message is held up
 * @param slowMicros how long at most
 * @param lostReplyPermille chance that a command takes effect and its answer is lost
 */
public record Network(int slowPermille, long slowMicros, int lostReplyPermille) {

    private static final long FAST_LEAST = 50;
    private static final long FAST_MOST = 900;

    /** A network on which nothing bad happens. */
    public static final Network SOUND = new Network(0, 0, 0);

    long delay(Dice dice) {
        return dice.permille(slowPermille) ? dice.skewed(slowMicros) : dice.between(FAST_LEAST, FAST_MOST);
    }
}
