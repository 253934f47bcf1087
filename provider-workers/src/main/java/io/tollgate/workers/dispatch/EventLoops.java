package io.tollgate.workers.dispatch;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Spreads attempts over the event loops: everything of one attempt stays on one. */
@ApplicationScoped
public class EventLoops {

    private final List<Context> contexts;
    private final AtomicInteger next = new AtomicInteger();

    EventLoops(Vertx vertx) {
        // the public API gives a thread always the same context, which would put all attempts on one loop
        VertxInternal loops = (VertxInternal) vertx;
        this.contexts = Stream.<Context>generate(loops::createEventLoopContext)
                .limit(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .toList();
    }

    /** The next loop's context. */
    public Context next() {
        return contexts.get(Math.floorMod(next.getAndIncrement(), contexts.size()));
    }
}
