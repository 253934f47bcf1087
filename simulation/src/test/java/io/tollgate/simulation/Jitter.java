package io.tollgate.simulation;

import java.lang.reflect.Field;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Mutiny draws the pauses between its retries from the thread's own random numbers. These begin anew with each schedule, so that the same
 * seed makes the same pauses. Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 */
final class Jitter {

    private final Field seed;

    Jitter() {
        try {
            seed = Thread.class.getDeclaredField("threadLocalRandomSeed");
            seed.setAccessible(true);
        } catch (NoSuchFieldException moved) {
            throw new IllegalStateException("threads keep their random seed elsewhere now", moved);
        }
    }

    void restart(long from) {
        // the first use of a thread seeds it
        ThreadLocalRandom.current();
        try {
            seed.setLong(Thread.currentThread(), from);
        } catch (IllegalAccessException closed) {
            throw new IllegalStateException("java.lang is not open", closed);
        }
    }
}
