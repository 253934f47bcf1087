package io.tollgate.simulation;

import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tollgate.simulation.checks.Invariants;
import io.tollgate.simulation.checks.Rest;
import io.tollgate.simulation.checks.Watch;
import io.tollgate.simulation.cluster.Cluster;
import io.tollgate.simulation.cluster.CrashStep;
import io.tollgate.simulation.variants.Variant;
import io.tollgate.simulation.world.Sightings;
import io.tollgate.simulation.world.VirtualTime;
import io.tollgate.simulation.world.World;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs one schedule: the system a seed describes, until it has come to rest. */
final class Simulation {

    /** Long enough for every deadline, lease, retry and restart after the last fault. */
    private static final long LONGEST = 600 * World.SECOND;

    private static final Jitter JITTER = new Jitter();
    /** Held, because a logger that nobody holds forgets its level. */
    private static final Logger LOG = Logger.getLogger("io.tollgate");

    static {
        LOG.setLevel(Level.OFF);
        Infrastructure.setDefaultExecutor(new VirtualTime());
        Infrastructure.setDroppedExceptionHandler(dropped -> {
            World world = VirtualTime.world();
            if (world != null) {
                world.violated("an exception nobody handles: " + stack(dropped));
            }
        });
    }

    private Simulation() {}

    /**
     * What became of a schedule.
     *
     * @param violations what must never happen and did; empty if all is well
     * @param trace a readable record, if one was wanted
     */
    record Result(long seed, List<String> violations, Sightings sightings, List<String> trace, long steps) {}

    static Result run(long seed, Variant variant, boolean traced) {
        return run(seed, variant, null, traced);
    }

    /** @param crash a step at which a process dies in any case; absent for none in particular */
    static Result run(long seed, Variant variant, @Nullable CrashStep crash, boolean traced) {
        World world = new World(seed, traced);
        JITTER.restart(seed);
        VirtualTime.runs(world);
        try {
            Cluster cluster = new Cluster(world, variant, crash);
            Watch.over(cluster);
            cluster.start();
            world.run(LONGEST, () -> Rest.isReached(cluster));
            Invariants.check(cluster);
        } catch (RuntimeException broken) {
            world.violated("the simulation breaks: " + stack(broken));
        } finally {
            VirtualTime.runs(null);
        }
        return new Result(seed, List.copyOf(world.violations()), world.sightings(), world.trace(), world.taken());
    }

    private static String stack(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
