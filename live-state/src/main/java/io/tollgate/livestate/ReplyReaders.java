package io.tollgate.livestate;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who reads the replies that {@link Frames} holds, and what they were asked with. Readers sit at any number of instances, several at one
 * if need be. A reader that was not heard of for {@link #SILENT} counts as gone: its instance has died.
 *
 * <p>Lifetime: as the frames'. Every method may be repeated after a failure, fails with {@link RedisUnavailableException} if Redis does
 * not answer, and emits on the subscriber's Vert.x context if it has one.
 */
@Singleton
public final class ReplyReaders {

    /** How often a reader should say that it is still there. */
    public static final Duration HEARTBEAT = Duration.ofSeconds(5);

    /** Silence after which a reader counts as gone. */
    public static final Duration SILENT = Duration.ofSeconds(20);

    /** How long the readers of a reply of which nothing may be kept have for its end, if they do not say that they are there. */
    static final Duration ZERO_RETENTION_GRACE = Duration.ofMinutes(2);

    private final RedisStore store;
    private final long finishedSeconds;

    @Inject
    public ReplyReaders(FramesRedis redis) {
        this.store = redis.store();
        this.finishedSeconds = redis.replyTtl().toSeconds();
    }

    /**
     * One reader.
     *
     * @param instance where frames wake it
     * @param number tells it from other readers at the instance
     */
    public record Reader(String instance, long number) {

        String member() {
            return KeyNames.requirePlain(instance) + '/' + number;
        }
    }

    /**
     * A reply that somebody may read.
     *
     * @param ended whether its last frame is there
     */
    public record Found(ReplyRequest request, boolean ended) {}

    /** What became of a {@link #refuse}. */
    public enum Refused {
        /** The frame is the reply. */
        WRITTEN,
        /** A worker, or an earlier refusal, was there first. */
        ALREADY_OPENED,
        /** Nothing is known of the request. */
        UNKNOWN
    }

    /** Registers the first reader of a reply, and stores its request in the same step. Idempotent; the first request stands. */
    public Uni<Void> expect(String requestId, ReplyRequest request, Reader reader) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(reader.member());
        arguments.add(Frames.UNFINISHED_SECONDS);
        arguments.addAll(request.fields());
        return store.run(
                        Script.REPLY_EXPECT,
                        List.of(KeyNames.replyRequest(requestId), KeyNames.replyReaders(requestId)),
                        arguments)
                .replaceWithVoid();
    }

    /** Forgets a request that was not accepted after all. Idempotent. */
    public Uni<Void> forget(String requestId) {
        return store.call(commands -> commands.del(KeyNames.replyRequest(requestId), KeyNames.replyReaders(requestId)))
                .replaceWithVoid();
    }

    /**
     * Registers a further reader of a reply, running or finished.
     *
     * @param evenIfNothingIsKept whether a request of zero data retention is found, too
     * @return empty if there is no such reply, not any more, or not for this account
     */
    public Uni<Optional<Found>> join(String requestId, String account, Reader reader, boolean evenIfNothingIsKept) {
        return find(requestId, account, reader.member(), evenIfNothingIsKept);
    }

    /** Finds a reply without reading it; otherwise as {@link #join}. */
    public Uni<Optional<Found>> find(String requestId, String account, boolean evenIfNothingIsKept) {
        return find(requestId, account, "", evenIfNothingIsKept);
    }

    /** Says that a reader is still there; to be repeated every {@link #HEARTBEAT}. */
    public Uni<Void> stay(String requestId, Reader reader) {
        List<String> keys =
                List.of(KeyNames.replyRequest(requestId), KeyNames.replyReaders(requestId), KeyNames.reply(requestId));
        return store.run(Script.REPLY_STAY, keys, List.of(reader.member(), ZERO_RETENTION_GRACE.toSeconds()))
                .replaceWithVoid();
    }

    /**
     * A reader leaves. If it was the last one of a reply that has ended and of which nothing may be kept, the reply is removed. Idempotent.
     *
     * @return readers left
     */
    public Uni<Long> leave(String requestId, Reader reader) {
        List<String> keys = List.of(
                KeyNames.replyRequest(requestId),
                KeyNames.replyReaders(requestId),
                KeyNames.reply(requestId),
                KeyNames.replyState(requestId));
        return store.run(Script.REPLY_LEAVE, keys, List.of(reader.member(), SILENT.toMillis()))
                .map(reply -> reply.number(1));
    }

    /**
     * Whether a request runs that is to be cancelled by now because it has no readers: all of them left, or died, as long ago as the request
     * says. For readers that died the time counts from when this is asked first.
     */
    public Uni<Boolean> isAbandoned(String requestId) {
        List<String> keys = List.of(
                KeyNames.replyRequest(requestId), KeyNames.replyReaders(requestId), KeyNames.replyState(requestId));
        return store.run(Script.REPLY_ALONE, keys, List.of(SILENT.toMillis()))
                .map(reply -> "ALONE".equals(reply.status()));
    }

    /** Ends the reply of a request that no worker will see, with a single last frame, and wakes its readers. The first one stands. */
    public Uni<Refused> refuse(String requestId, byte[] lastFrame) {
        List<String> keys = List.of(
                KeyNames.replyState(requestId),
                KeyNames.reply(requestId),
                KeyNames.replyReaders(requestId),
                KeyNames.replyRequest(requestId));
        List<Object> arguments = List.of(lastFrame, requestId, KeyNames.WAKE_PREFIX, finishedSeconds);
        return store.run(Script.REPLY_REFUSE, keys, arguments).map(reply -> switch (reply.status()) {
            case "OK" -> Refused.WRITTEN;
            case "OPENED" -> Refused.ALREADY_OPENED;
            case "GONE" -> Refused.UNKNOWN;
            default -> throw reply.unexpected();
        });
    }

    /** Ids of requests with new frames for one instance, from the subscription on; some may be missed, so readers also poll. */
    public Multi<String> wakeUps(String instance) {
        return store.messages(KeyNames.wake(instance));
    }

    private Uni<Optional<Found>> find(String requestId, String account, String member, boolean evenIfNothingIsKept) {
        List<String> keys = List.of(
                KeyNames.replyRequest(requestId), KeyNames.replyReaders(requestId), KeyNames.replyState(requestId));
        return store.run(Script.REPLY_JOIN, keys, List.of(account, member, evenIfNothingIsKept ? "1" : "0"))
                .map(ReplyReaders::found);
    }

    private static Optional<Found> found(ScriptReply reply) {
        if (!"OK".equals(reply.status())) {
            return Optional.empty();
        }
        List<String> fields = reply.texts().subList(2, reply.texts().size());
        return Optional.of(new Found(ReplyRequest.of(fields), reply.flag(1)));
    }
}
