package io.tollgate.ingress.reply;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.ingress.IngressConfig;
import io.tollgate.ingress.http.ApiError;
import io.tollgate.livestate.Frames;
import io.tollgate.livestate.ReplyReaders;
import io.tollgate.livestate.ReplyReaders.Reader;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The replies that callers of this instance wait for; several may wait for the same one. Whoever appends a frame wakes the instance by the
 * request's id; because a wake-up can get lost, every reader also looks by itself now and then.
 */
@ApplicationScoped
public class FrameReaders {

    private static final Logger LOG = Logger.getLogger(FrameReaders.class);

    private static final Duration ELSEWHERE = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Frames frames;
    private final ReplyReaders registry;
    private final Duration poll;
    private final Duration finishWithin;
    private final String instance = "ingress-" + Ids.newId();
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Set<FrameReader>> readers = new ConcurrentHashMap<>();

    FrameReaders(Vertx vertx, Frames frames, ReplyReaders registry, IngressConfig config) {
        this.vertx = vertx;
        this.frames = frames;
        this.registry = registry;
        this.poll = config.reply().poll();
        this.finishWithin = config.shutdown().acceptFor().plus(config.shutdown().finishWithin());
    }

    void listen(@Observes StartupEvent started) {
        registry.wakeUps(instance)
                .subscribe()
                .with(this::wake, failure -> LOG.error("wake-ups ended; replies are found by polling alone", failure));
        vertx.setPeriodic(poll.toMillis(), tick -> all().forEach(FrameReader::wake));
        vertx.setPeriodic(ReplyReaders.HEARTBEAT.toMillis(), tick -> all().forEach(this::stay));
    }

    /** Callers learn from an error, and not from a broken connection, that they have to read on elsewhere. */
    void finish(@Observes ShutdownDelayInitiatedEvent end) {
        ApiError ending =
                ApiError.unavailable("this instance ends; read the rest of this reply at another one", ELSEWHERE);
        vertx.setTimer(Math.max(1, finishWithin.toMillis()), over -> all().forEach(reader -> reader.fail(ending)));
    }

    /** A new reader, known here alone until it is registered. Call it on the request's context. */
    FrameReader open(String requestId) {
        Reader identity = new Reader(instance, numbers.incrementAndGet());
        FrameReader reader = new FrameReader(requestId, identity, vertx.getOrCreateContext(), frames);
        readers.compute(requestId, (id, present) -> {
            Set<FrameReader> all = present == null ? ConcurrentHashMap.newKeySet() : present;
            all.add(reader);
            return all;
        });
        return reader;
    }

    /** Ends all waits for a request at this instance. */
    public void fail(String requestId, ApiError error) {
        readersOf(requestId).forEach(reader -> reader.fail(error));
    }

    /** Lets go of a reader here; others must be told by whoever has registered it. */
    void close(FrameReader reader) {
        reader.close();
        readers.computeIfPresent(reader.requestId(), (id, present) -> {
            present.remove(reader);
            return present.isEmpty() ? null : present;
        });
    }

    private void wake(String requestId) {
        readersOf(requestId).forEach(FrameReader::wake);
    }

    private void stay(FrameReader reader) {
        Uni<Void> told = registry.stay(reader.requestId(), reader.identity());
        told.subscribe()
                .with(
                        done -> {},
                        failure -> LOG.debugf(failure, "request %s: its reader is not heard", reader.requestId()));
    }

    private Set<FrameReader> readersOf(String requestId) {
        return readers.getOrDefault(requestId, Set.of());
    }

    private List<FrameReader> all() {
        return readers.values().stream().flatMap(Set::stream).toList();
    }
}
