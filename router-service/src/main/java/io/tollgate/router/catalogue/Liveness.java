package io.tollgate.router.catalogue;

import io.tollgate.router.RouterConfig;
import java.util.Set;

/**
 * Which providers real calls go to, and whether the simulator stands in for the others.
 *
 * @param live slugs of the providers that real calls go to
 */
record Liveness(Set<String> live, boolean simulated) {

    Liveness {
        live = Set.copyOf(live);
    }

    /** Once any provider is live, the simulator stands in only if asked to. */
    static Liveness of(RouterConfig config) {
        Set<String> live = config.liveProviders().orElse(Set.of());
        boolean simulated = switch (config.simulate()) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> live.isEmpty();
        };
        return new Liveness(live, simulated);
    }
}
