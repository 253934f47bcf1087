package io.tollgate.workers.frames;

import io.tollgate.workers.WorkersConfig;
import java.time.Duration;

/**
 * How frames are cut.
 *
 * @param minPace shortest time between two frames
 * @param maxPace longest time between two frames while there is content
 * @param flushAtBytes size at which a frame does not wait
 * @param maxFrameBytes largest frame
 * @param pauseAtBytes waiting content at which the provider is no longer read
 * @param giveUpAfter how long an unreachable Redis is tried
 */
public record FrameLimits(
        Duration minPace,
        Duration maxPace,
        long flushAtBytes,
        int maxFrameBytes,
        long pauseAtBytes,
        Duration giveUpAfter) {

    /** As configured. */
    public static FrameLimits of(WorkersConfig.FrameConfig config) {
        return new FrameLimits(
                config.minPace(),
                config.maxPace(),
                config.flushAt().asLongValue(),
                Math.toIntExact(config.maxFrame().asLongValue()),
                config.pauseAt().asLongValue(),
                config.giveUpAfter());
    }
}
