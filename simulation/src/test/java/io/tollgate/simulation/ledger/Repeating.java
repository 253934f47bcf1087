package io.tollgate.simulation.ledger;

import io.smallrye.mutiny.Uni;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.time.Duration;
import java.util.function.Supplier;

/** Mirrors {@code RepeatingWork}: again after each pause, at once when woken or when a round asks for more, never twice at once. */
final class Repeating {

    private final World world;
    private final Node node;
    private final long pause;
    private final Supplier<Uni<Boolean>> work;
    private boolean running;
    private boolean again;
    private long timer;

    Repeating(World world, Node node, Duration pause, Supplier<Uni<Boolean>> work) {
        this.world = world;
        this.node = node;
        this.pause = World.micros(pause);
        this.work = work;
    }

    void wake() {
        if (running) {
            again = true;
        } else {
            round();
        }
    }

    private void round() {
        running = true;
        again = false;
        timer++;
        Uni.createFrom().deferred(work::get).subscribe().with(this::next, failure -> {
            again = false;
            next(false);
        });
    }

    private void next(boolean more) {
        running = false;
        long mine = ++timer;
        Runnable later = () -> {
            if (!running && timer == mine) {
                round();
            }
        };
        if (more || again) {
            world.after(node, 0, later);
        } else {
            world.idly(node, pause, later);
        }
    }
}
