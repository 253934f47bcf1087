package io.tollgate.simulation.cluster;

import io.tollgate.simulation.redis.RedisServer;
import io.tollgate.simulation.world.Dice;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.util.List;
import java.util.Objects;

/** Plans the faults of a schedule: each strikes in front of some step of a process, or after some command of a Redis. */
final class Faults {

    private static final int STEPS = 120;
    private static final int COMMANDS = 200;
    private static final long MOST_PASSES = 6;
    private static final long SKEW = 300 * World.SECOND;
    private static final long DOWN = 15 * World.SECOND;
    private static final long LONGEST_PAUSE = 20 * World.SECOND;
    private static final long SESSION = 10 * World.SECOND;

    private final World world;
    private final Schedule schedule;
    private final Cluster cluster;
    private final Dice dice;

    Faults(World world, Schedule schedule, Cluster cluster) {
        this.world = world;
        this.schedule = schedule;
        this.cluster = cluster;
        this.dice = world.dice();
    }

    void plan() {
        for (int i = 0; i < schedule.crashes(); i++) {
            Node node = dice.oneOf(world.nodes());
            sometime(() -> node.atStep(dice.skewed(STEPS), () -> world.crash(node, dice.skewed(DOWN))));
        }
        schedule.crashSteps().forEach(this::ambush);
        if (schedule.skewed()) {
            world.nodes().stream().filter(node -> dice.permille(500)).forEach(this::skew);
        }
        List<Node> workers = world.nodes().stream()
                .filter(node -> node.kind().equals("worker"))
                .toList();
        for (int i = 0; i < schedule.pauses(); i++) {
            // a worker that stalls and wakes up is the worst of all
            Node node = dice.oneOf(dice.permille(500) ? workers : world.nodes());
            sometime(() -> node.atStep(dice.skewed(STEPS), () -> pause(node)));
        }
        for (int i = 0; i < schedule.creditLosses(); i++) {
            sometime(() -> lose(cluster.credit()));
        }
        for (int i = 0; i < schedule.framesLosses(); i++) {
            sometime(() -> lose(cluster.frames()));
        }
        for (int i = 0; i < schedule.rebalances(); i++) {
            sometime(() -> {
                String name = dice.oneOf(List.of("dispatch", "usage", "holds", "requests"));
                Objects.requireNonNull(cluster.groups().get(name)).move(dice.any());
            });
        }
    }

    private void ambush(CrashStep step) {
        long nth = dice.skewed(MOST_PASSES);
        long down = dice.skewed(DOWN);
        if (step.isOfRebuild()) {
            sometime(() -> lose(cluster.credit()));
        }
        world.outsideIdly(dice.between(0L, World.SECOND), () -> world.ambush(step.kind(), step.what(), nth, down));
    }

    private void skew(Node node) {
        world.outsideIdly(dice.skewed(schedule.faultsUntil()), () -> world.skew(node, dice.between(-SKEW, SKEW)));
    }

    private void sometime(Runnable fault) {
        long at = dice.permille(600) ? dice.skewed(schedule.faultsUntil()) : dice.between(0L, schedule.faultsUntil());
        world.outsideIdly(at, () -> {
            if (world.now() < schedule.faultsUntil()) {
                fault.run();
            }
        });
    }

    private void pause(Node node) {
        long micros = dice.permille(500) ? dice.between(4 * World.SECOND, LONGEST_PAUSE) : dice.skewed(LONGEST_PAUSE);
        world.pause(node, micros);
        if (micros > SESSION) {
            world.outsideIdly(SESSION, () -> cluster.groups().values().forEach(group -> group.expel(node)));
            world.outside(micros, () -> cluster.groups().values().forEach(group -> group.readmit(node)));
        }
    }

    private void lose(RedisServer server) {
        boolean flush = dice.permille(400);
        long down = dice.permille(500) ? 0 : dice.skewed(DOWN);
        server.atCommand(dice.skewed(COMMANDS), () -> {
            if (flush) {
                server.flush();
            } else {
                server.restart(down);
            }
        });
    }
}
