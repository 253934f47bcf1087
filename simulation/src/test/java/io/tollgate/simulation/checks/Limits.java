package io.tollgate.simulation.checks;

import io.tollgate.simulation.world.Sightings;

/**
 * What the protocol does not promise, because the only record of something was lost. That balances, holds, charges and Redis
 * agree is promised whatever was lost.
 *
 * @param leasesLost credit Redis was lost: who worked on what, and who had voided what, is forgotten
 * @param framesLost frames Redis was lost: what callers would have read is gone
 * @param conclusionsLost credit Redis was lost and a worker died or stalled: how its attempts were about to end, or had
 *     ended, is forgotten
 */
record Limits(boolean leasesLost, boolean framesLost, boolean conclusionsLost) {

    static Limits of(Sightings sightings) {
        boolean leasesLost = wasLost("credit", sightings);
        boolean workerMissed = sightings.of("crash of worker") + sightings.of("pause of worker") > 0;
        return new Limits(leasesLost, wasLost("frames", sightings), leasesLost && workerMissed);
    }

    private static boolean wasLost(String role, Sightings sightings) {
        return sightings.of("restart of " + role + " Redis") > 0 || sightings.of("flush of " + role + " Redis") > 0;
    }
}
