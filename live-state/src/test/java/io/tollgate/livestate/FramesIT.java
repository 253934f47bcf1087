package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.Ids;
import io.tollgate.livestate.Frames.Appended;
import io.tollgate.livestate.Frames.Opened;
import io.tollgate.livestate.Frames.StoredFrame;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FramesIT {

    private static final long FENCE = 1_763_800_000_000_000L;

    private final LiveRedis redis = new LiveRedis();
    private final Frames frames = new Frames(redis.frames);
    private final String request = Ids.newRequestId();

    @BeforeEach
    void expect() {
        expect(new ReplyReaders(redis.frames), request);
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldKeepFramesDenseAndIgnoreRepeats() {
        await(frames.open(request, FENCE, 1));
        assertThat(append(0, "a")).isEqualTo(Appended.OK);
        assertThat(append(0, "again")).isEqualTo(Appended.DUPLICATE);
        assertThat(append(2, "c")).isEqualTo(Appended.GAP);
        assertThat(append(1, "b")).isEqualTo(Appended.OK);
        assertThat(last(2, "c")).isEqualTo(Appended.OK);
        assertThat(last(2, "c")).isEqualTo(Appended.DUPLICATE);
        assertThat(append(3, "d")).isEqualTo(Appended.FENCED);
        assertThat(texts(-1)).containsExactly("0:a", "1:b", "2:c");
        assertThat(texts(0)).containsExactly("1:b", "2:c");
        assertThat(await(frames.read(request, -1, 2))).hasSize(2);
        assertThat(texts(2)).isEmpty();
    }

    @Test
    void shouldShutOutAnOlderFence() {
        // Given
        assertThat(append(0, "not open")).isEqualTo(Appended.GONE);
        await(frames.open(request, FENCE, 1));
        append(0, "a");
        // When somebody recovers
        Opened successor = await(frames.open(request, FENCE + 1, 1));
        // Then
        assertThat(successor).isEqualTo(new Opened(true, 1, false, 1, false));
        assertThat(append(1, "zombie")).isEqualTo(Appended.FENCED);
        assertThat(await(frames.open(request, FENCE, 1)).granted()).isFalse();
        assertThat(await(frames.appendLast(request, FENCE + 1, 1, bytes("end"))))
                .isEqualTo(Appended.OK);
        assertThat(texts(-1)).containsExactly("0:a", "1:end");
    }

    @Test
    void shouldTellARecovererThatTheReplyHasEnded() {
        await(frames.open(request, FENCE, 1));
        last(0, "end");
        assertThat(await(frames.open(request, FENCE + 1, 1))).isEqualTo(new Opened(true, 1, true, 1, false));
        assertThat(await(frames.appendLast(request, FENCE + 1, 0, bytes("other"))))
                .isEqualTo(Appended.DUPLICATE);
        assertThat(texts(-1)).containsExactly("0:end");
    }

    @Test
    void shouldRefuseMoreBytesThanAReplyMayHaveButNotItsEnd() {
        await(frames.open(request, FENCE, 1));
        assertThat(append(0, "x".repeat((int) LiveRedis.REPLY_BYTES))).isEqualTo(Appended.OK);
        assertThat(append(1, "y")).isEqualTo(Appended.NO_ROOM);
        assertThat(last(1, "end")).isEqualTo(Appended.OK);
    }

    @Test
    void shouldTakeOnlyTheEndOfAReplyWhenRedisHasNoMemory() {
        // Given
        String refused = Ids.newRequestId();
        String unopened = Ids.newRequestId();
        ReplyReaders readers = new ReplyReaders(redis.frames);
        expect(readers, refused);
        await(frames.open(request, FENCE, 1));
        append(0, "a");
        withoutMemory(() -> {
            // Then replies neither begin nor grow
            assertThatThrownBy(() -> expect(readers, unopened)).isInstanceOf(RedisUnavailableException.class);
            assertThatThrownBy(() -> await(frames.open(unopened, FENCE, 1)))
                    .isInstanceOf(RedisUnavailableException.class);
            assertThatThrownBy(() -> append(1, "b")).isInstanceOf(RedisUnavailableException.class);
            // But they end
            assertThat(last(1, "end")).isEqualTo(Appended.OK);
            assertThat(await(readers.refuse(refused, bytes("no")))).isEqualTo(ReplyReaders.Refused.WRITTEN);
            assertThat(await(frames.openToEnd(unopened, FENCE, 1, 0)).granted()).isTrue();
            assertThat(await(frames.appendLast(unopened, FENCE, 0, bytes("end"))))
                    .isEqualTo(Appended.OK);
        });
        assertThat(texts(-1)).containsExactly("0:a", "1:end");
    }

    @Test
    void shouldForgetAFinishedReplyInTime() {
        await(frames.open(request, FENCE, 1));
        append(0, "a");
        assertThat(lifetime(KeyNames.reply(request))).isBetween(3_000L, 3_600L);
        last(1, "end");
        // also if whoever recovers the request opens it to end it once more
        await(frames.openToEnd(request, FENCE + 1, 1, 0));
        for (String key : List.of(KeyNames.reply(request), KeyNames.replyState(request))) {
            assertThat(lifetime(key)).isBetween(800L, 900L);
        }
    }

    @Test
    void shouldTellAWriterThatItsReplyIsLost() {
        // Given
        await(frames.open(request, FENCE, 1));
        append(0, "a");
        append(1, "b");
        await(redis.frames.store().call(commands -> commands.flushall()));
        // When
        Appended lost = append(2, "c");
        Opened again = await(frames.openToEnd(request, FENCE, 1, 2));
        // Then the end has the number that readers of the lost frames wait for
        assertThat(lost).isEqualTo(Appended.GONE);
        assertThat(again).isEqualTo(new Opened(true, 2, false, 0, true));
        assertThat(last(2, "end")).isEqualTo(Appended.OK);
        assertThat(texts(1)).containsExactly("2:end");
    }

    @Test
    void shouldNotMoveFramesThatAreThere() {
        await(frames.open(request, FENCE, 1));
        append(0, "a");
        assertThat(await(frames.openToEnd(request, FENCE, 1, 5))).isEqualTo(new Opened(true, 1, false, 0, false));
    }

    @Test
    void shouldTellForWhichAttemptAnotherOpenedTheReply() {
        assertThat(await(frames.open(request, FENCE, 1)).attemptBefore()).isZero();
        assertThat(await(frames.open(request, FENCE, 1)).attemptBefore()).isZero();
        assertThat(await(frames.open(request, FENCE + 1, 2)).attemptBefore()).isEqualTo(1);
        assertThat(await(frames.open(request, FENCE + 2, 2)).attemptBefore()).isEqualTo(2);
    }

    @Test
    void shouldCarryAnyBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        await(frames.open(request, FENCE, 1));
        await(frames.append(request, FENCE, 0, all));
        assertThat(await(frames.read(request, -1, 1)).getFirst().bytes()).isEqualTo(all);
    }

    private static void expect(ReplyReaders readers, String requestId) {
        ReplyRequest asked = new ReplyRequest(
                "acct-1", "key-1", "acme/chat", 0, true, false, false, null, Instant.ofEpochMilli(0), null);
        await(readers.expect(requestId, asked, new ReplyReaders.Reader("here", 1)));
    }

    private void withoutMemory(Runnable work) {
        RedisStore store = redis.frames.store();
        await(store.call(commands -> commands.configSet("maxmemory", "1")));
        try {
            work.run();
        } finally {
            await(store.call(commands -> commands.configSet("maxmemory", "0")));
        }
    }

    private Appended append(long seq, String frame) {
        return await(frames.append(request, FENCE, seq, bytes(frame)));
    }

    private Appended last(long seq, String frame) {
        return await(frames.appendLast(request, FENCE, seq, bytes(frame)));
    }

    private List<String> texts(long after) {
        return await(frames.read(request, after, 100)).stream()
                .map(FramesIT::text)
                .toList();
    }

    private long lifetime(String key) {
        return await(redis.frames.store().call(commands -> commands.ttl(key)));
    }

    private static String text(StoredFrame frame) {
        return frame.seq() + ":" + new String(frame.bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String frame) {
        return frame.getBytes(StandardCharsets.UTF_8);
    }
}
