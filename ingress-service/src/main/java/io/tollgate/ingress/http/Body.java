package io.tollgate.ingress.http;

import java.util.concurrent.atomic.AtomicBoolean;

/** A body in memory. Close it as soon as it is not needed any more; the end of the request closes it too. */
public final class Body implements AutoCloseable {

    private final byte[] bytes;
    private final long taken;
    private final MemoryBudget memory;
    private final AtomicBoolean closed = new AtomicBoolean();

    Body(byte[] bytes, long taken, MemoryBudget memory) {
        this.bytes = bytes;
        this.taken = taken;
        this.memory = memory;
    }

    public byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            memory.give(taken);
        }
    }
}
