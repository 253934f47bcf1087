package io.tollgate.simulation.edge;

import io.tollgate.dialects.reply.FrameCodec;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.Frames.StoredFrame;
import io.tollgate.simulation.edge.Caller.Fate;
import io.tollgate.simulation.world.Node;
import io.tollgate.simulation.world.World;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Mirrors {@code FrameReader} and the poll of {@code FrameReaders}: reads whenever it is woken, never twice at the same time. */
final class FrameIntake {

    private static final int BATCH = 64;
    private static final long POLL = World.SECOND / 2;

    private final World world;
    private final Node node;
    private final Frames frames;
    private final Caller caller;
    private @Nullable Runnable onDone;
    private int early;
    private long lastSeq = -1;
    private boolean reading;
    private boolean again;
    private boolean closed;

    FrameIntake(World world, Node node, Frames frames, Caller caller) {
        this.world = world;
        this.node = node;
        this.frames = frames;
        this.caller = caller;
    }

    void start(Runnable done) {
        onDone = done;
        if (early > 0) {
            fail(early);
        } else {
            read();
            poll();
        }
    }

    void wake() {
        read();
    }

    void fail(int status) {
        if (onDone == null) {
            early = status;
        } else if (!closed) {
            caller.fate(Fate.FAILED, status);
            finish();
        }
    }

    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    private void poll() {
        if (!closed) {
            world.idly(node, POLL, () -> {
                read();
                poll();
            });
        }
    }

    private void read() {
        if (closed || onDone == null) {
            return;
        }
        if (reading) {
            again = true;
            return;
        }
        reading = true;
        again = false;
        frames.read(caller.wish().requestId(), lastSeq, BATCH)
                .subscribe()
                .with(this::received, unreadable -> reading = false);
    }

    private void received(List<StoredFrame> stored) {
        reading = false;
        for (StoredFrame each : stored) {
            if (closed) {
                return;
            }
            if (each.seq() != lastSeq + 1) {
                world.sightings().saw("damaged reply");
                fail(502);
                return;
            }
            lastSeq = each.seq();
            caller.frame(FrameCodec.read(each.bytes()));
            if (caller.fate() == Fate.ENDED) {
                finish();
            }
        }
        if (again || stored.size() == BATCH) {
            read();
        }
    }

    private void finish() {
        closed = true;
        Runnable done = onDone;
        if (done != null) {
            done.run();
        }
    }
}
