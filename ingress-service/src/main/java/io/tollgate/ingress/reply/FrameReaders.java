package io.tollgate.ingress.reply;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.livestate.Frames;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * The replies that this instance waits for. Whoever appends a frame wakes the instance by the request's id; because a wake-up can get
 * lost, every reader also looks by itself now and then.
 */
@ApplicationScoped
public class FrameReaders {

    private static final Logger LOG = Logger.getLogger(FrameReaders.class);

    private final Vertx vertx;
    private final Frames frames;
    private final Duration poll;
    private final String instance = "ingress-" + Ids.newId();
    private final Map<String, FrameReader> readers = new ConcurrentHashMap<>();

    FrameReaders(Vertx vertx, Frames frames, IngressConfig config) {
        this.vertx = vertx;
        this.frames = frames;
        this.poll = config.reply().poll();
    }

    void listen(@Observes StartupEvent started) {
        frames.wakeUps(instance)
                .subscribe()
                .with(this::wake, failure -> LOG.error("wake-ups ended; replies are found by polling alone", failure));
        vertx.setPeriodic(poll.toMillis(), tick -> readers.values().forEach(FrameReader::wake));
    }

    /** A reader that this instance is woken for once the result is there. Call it on the request's context. */
    Uni<Void> register(String requestId) {
        Context context = vertx.getOrCreateContext();
        FrameReader reader = new FrameReader(requestId, context, frames);
        readers.put(requestId, reader);
        return frames.register(requestId, instance).onFailure().invoke(() -> forget(requestId));
    }

    /** The reader of a request that was registered. */
    FrameReader reader(String requestId) {
        FrameReader reader = readers.get(requestId);
        if (reader == null) {
            throw new IllegalStateException("nobody registered for " + requestId);
        }
        return reader;
    }

    /** Ends the wait of a request, if it is one of ours. */
    public void fail(String requestId, ApiError error) {
        FrameReader reader = readers.get(requestId);
        if (reader != null) {
            reader.fail(error);
        }
    }

    void forget(String requestId) {
        FrameReader reader = readers.remove(requestId);
        if (reader != null) {
            reader.close();
        }
    }

    private void wake(String requestId) {
        FrameReader reader = readers.get(requestId);
        if (reader != null) {
            reader.wake();
        }
    }
}
