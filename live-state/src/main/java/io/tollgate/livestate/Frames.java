package io.tollgate.livestate;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/**
 * The numbered frames of replies, from the worker that holds a request's fence to whichever ingress reads. Frames are dense from 0; a
 * repeat is ignored; nobody appends with a stale fence.
 *
 * <p>Who reads is {@link ReplyReaders}' business. Lifetime: 15 minutes (configurable) after the last frame, an hour after the latest one if none was the last. Every method may be
 * repeated after a failure, fails with {@link RedisUnavailableException} if Redis does not answer, and emits on the subscriber's Vert.x
 * context if it has one.
 */
@Singleton
public final class Frames {

    static final long UNFINISHED_SECONDS = 3600;
    private static final String FIELD = "f";

    private final RedisStore store;
    private final long replyBytes;
    private final long finishedSeconds;

    @Inject
    public Frames(FramesRedis redis) {
        this.store = redis.store();
        this.replyBytes = redis.replyBytes();
        this.finishedSeconds = redis.replyTtl().toSeconds();
    }

    /**
     * How a reply stands for whoever opens it.
     *
     * @param granted whether the fence is the newest; if not, the rest means nothing
     * @param nextSeq sequence number of the next frame: how many there are
     * @param ended whether the last frame is there
     * @param attemptBefore number of the attempt for which an older fence had opened it; 0 if none had
     * @param lost whether Redis lost the reply, or its request before there was one: readers may have seen frames that are gone
     */
    public record Opened(boolean granted, long nextSeq, boolean ended, int attemptBefore, boolean lost) {}

    /** What became of a frame. */
    public enum Appended {
        OK,
        /** It is there already, as it was first written. */
        DUPLICATE,
        /** The fence is not the one that opened the reply, or the reply has ended: its writer must stop, and tell nobody anything. */
        FENCED,
        /** Redis lost the reply, with all frames before this one: its writer must end the request with an error. */
        GONE,
        /** A frame before it is missing; nothing was written. */
        GAP,
        /** The reply has its most bytes; nothing was written. */
        NO_ROOM
    }

    /**
     * A frame as it was appended.
     *
     * @param seq its number, from 0
     * @param bytes its content
     */
    public record StoredFrame(long seq, byte[] bytes) {}

    /**
     * Opens a reply for the holder of a fence, and shuts out every older one. Idempotent. Fails if Redis has no memory left.
     *
     * @param attempt number of the attempt that is to write it, from 1
     */
    public Uni<Opened> open(String requestId, long fence, int attempt) {
        return open(requestId, fence, attempt, 0, false);
    }

    /**
     * Opens a reply as {@link #open} does, for {@link #appendLast} alone; also if Redis has no memory left.
     *
     * @param firstSeq number of the next frame if Redis lost the reply, so that readers of what was lost see that one
     */
    public Uni<Opened> openToEnd(String requestId, long fence, int attempt, long firstSeq) {
        return open(requestId, fence, attempt, firstSeq, true);
    }

    /**
     * Appends a frame and wakes the readers. Fails if Redis has no memory left.
     *
     * @param seq dense from 0
     */
    public Uni<Appended> append(String requestId, long fence, long seq, byte[] frame) {
        return append(requestId, fence, seq, frame, false);
    }

    /**
     * Appends the last frame of a reply and wakes the readers; from then on the reply is kept for its time and takes no more. A reply of
     * which nothing may be kept is removed at once if nobody reads it, else when its last reader leaves. Neither most bytes of a reply nor
     * Redis without memory stop it.
     */
    public Uni<Appended> appendLast(String requestId, long fence, long seq, byte[] frame) {
        return append(requestId, fence, seq, frame, true);
    }

    /**
     * Frames that follow a sequence number, in order, without waiting.
     *
     * @param afterSeq the last frame known; -1 for none
     * @param max most frames, above 0
     */
    public Uni<List<StoredFrame>> read(String requestId, long afterSeq, int max) {
        // Frame seq has the entry id (seq + 1)-0, because 0-0 is not a valid id.
        Range<String> following = Range.create(Math.addExact(afterSeq, 2) + "-0", "+");
        return store.call(commands -> commands.xrange(KeyNames.reply(requestId), following, Limit.from(max)))
                .map(entries -> entries.stream().map(Frames::frame).toList());
    }

    private Uni<Opened> open(String requestId, long fence, int attempt, long firstSeq, boolean toEnd) {
        return store.run(
                        Script.REPLY_OPEN,
                        List.of(KeyNames.replyState(requestId), KeyNames.replyRequest(requestId)),
                        List.of(fence, UNFINISHED_SECONDS, attempt, firstSeq, toEnd ? "1" : "0"))
                .map(reply -> "OK".equals(reply.status())
                        ? new Opened(
                                true, reply.number(1), reply.flag(2), Math.toIntExact(reply.number(3)), reply.flag(4))
                        : new Opened(false, 0, false, 0, false));
    }

    private Uni<Appended> append(String requestId, long fence, long seq, byte[] frame, boolean last) {
        List<String> keys = List.of(
                KeyNames.replyState(requestId),
                KeyNames.reply(requestId),
                KeyNames.replyReaders(requestId),
                KeyNames.replyRequest(requestId));
        List<Object> arguments = List.of(
                fence,
                seq,
                frame,
                last ? "1" : "0",
                replyBytes,
                requestId,
                KeyNames.WAKE_PREFIX,
                finishedSeconds,
                UNFINISHED_SECONDS,
                ReplyReaders.ZERO_RETENTION_GRACE.toSeconds(),
                ReplyReaders.SILENT.toMillis());
        return store.run(Script.REPLY_APPEND, keys, arguments).map(Frames::appended);
    }

    private static Appended appended(ScriptReply reply) {
        return switch (reply.status()) {
            case "OK" -> Appended.OK;
            case "DUPLICATE" -> Appended.DUPLICATE;
            case "FENCED" -> Appended.FENCED;
            case "GONE" -> Appended.GONE;
            case "GAP" -> Appended.GAP;
            case "NOROOM" -> Appended.NO_ROOM;
            default -> throw reply.unexpected();
        };
    }

    private static StoredFrame frame(StreamMessage<String, byte[]> entry) {
        String id = entry.getId();
        long seq = Long.parseLong(id.substring(0, id.indexOf('-'))) - 1;
        return new StoredFrame(seq, Objects.requireNonNull(entry.getBody().get(FIELD)));
    }
}
