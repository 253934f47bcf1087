package io.tollgate.simulation.world;

import java.util.Map;
import java.util.TreeMap;

/** Counts what was seen, so that a simulation in which a thing provably never happens can fail. */
public final class Sightings {

    private final Map<String, Long> counts = new TreeMap<>();

    public void saw(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    /** Adds what another world saw. */
    public void add(Sightings other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    /** How often something was seen. */
    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    public Map<String, Long> all() {
        return Map.copyOf(counts);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
