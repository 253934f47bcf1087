package io.tollgate.simulation.cluster;

import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The clock of a process, which may be off. */
final class NodeClock extends Clock {

    private final World world;
    private final Node node;

    NodeClock(World world, Node node) {
        this.world = world;
        this.node = node;
    }

    @Override
    public Instant instant() {
        return world.instant(node);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
