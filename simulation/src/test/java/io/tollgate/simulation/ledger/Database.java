package io.tollgate.simulation.ledger;

import io.smallrye.mutiny.Uni;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** PostgreSQL as far as the protocol sees it: a transaction happens wholly or not at all, and its sender may not learn which. */
public final class Database {

    private static final long LEAST = 300;
    private static final long MOST = 4_000;

    private final World world;
    private final IntSupplier failurePermille;
    private @Nullable Node duty;
    private int dutyIncarnation;

    /**
     * A database of a mood.
     *
     * @param failurePermille chance that a transaction fails, or is committed and its answer lost
     */
    public Database(World world, IntSupplier failurePermille) {
        this.world = world;
        this.failurePermille = failurePermille;
    }

    /** Runs a transaction for a process as it is now; the step in which it learns of the commit has a name. */
    public <T> Uni<T> inTransaction(Node node, String what, Supplier<T> work) {
        return Uni.createFrom().emitter(emitter -> {
            int incarnation = node.incarnation();
            world.outside(world.dice().between(LEAST, MOST), () -> {
                if (world.dice().permille(failurePermille.getAsInt())) {
                    world.sightings().saw("transaction failed");
                    world.after(node, incarnation, LEAST, () -> emitter.fail(new IllegalStateException("no commit")));
                    return;
                }
                T result = work.get();
                boolean lost = world.dice().permille(failurePermille.getAsInt());
                if (lost) {
                    world.sightings().saw("lost commit");
                    world.after(node, incarnation, LEAST, () -> emitter.fail(new IllegalStateException("lost")));
                } else {
                    world.after(
                            node, incarnation, world.dice().between(LEAST, MOST), what, () -> emitter.complete(result));
                }
            });
        });
    }

    /** An advisory lock, as {@code SoleDuty} takes it: kept until the process that has it dies. */
    public boolean takeDuty(Node node) {
        Node holder = duty;
        if (holder == null || !holder.lives(dutyIncarnation)) {
            duty = node;
            dutyIncarnation = node.incarnation();
        }
        return duty == node && dutyIncarnation == node.incarnation();
    }
}
