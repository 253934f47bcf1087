package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.livestate.Frames.Appended;
import io.tollgate.livestate.Frames.Opened;
import io.tollgate.livestate.ReplyReaders.Found;
import io.tollgate.livestate.ReplyReaders.Reader;
import io.tollgate.livestate.ReplyReaders.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplyReadersIT {

    private static final long FENCE = 1_763_800_000_000_000L;
    private static final String ACCOUNT = "acct-1";
    private static final Reader HERE = new Reader("here", 1);
    private static final Reader ALSO_HERE = new Reader("here", 2);
    private static final Reader THERE = new Reader("there", 1);

    private final LiveRedis redis = new LiveRedis();
    private final Frames frames = new Frames(redis.frames);
    private final ReplyReaders readers = new ReplyReaders(redis.frames);
    private final String request = Ids.newRequestId();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldFindARequestAsItWasExpected() {
        ReplyRequest expected = asked(false, true);
        await(readers.expect(request, expected, HERE));
        await(readers.expect(request, asked(true, false), HERE));

        assertThat(await(readers.find(request, ACCOUNT, false))).contains(new Found(expected, false));
        assertThat(await(readers.join(request, ACCOUNT, THERE, false))).contains(new Found(expected, false));
        finish();
        assertThat(await(readers.find(request, ACCOUNT, false))).contains(new Found(expected, true));
    }

    @Test
    void shouldShowARequestToItsAccountAlone() {
        await(readers.expect(request, asked(false, true), HERE));

        assertThat(await(readers.find(request, "acct-2", true))).isEmpty();
        assertThat(await(readers.join(request, "acct-2", THERE, true))).isEmpty();
        assertThat(await(readers.find(Ids.newRequestId(), ACCOUNT, true))).isEmpty();
        assertThat(await(readers.leave(request, HERE)))
                .as("a stranger registered")
                .isZero();
    }

    @Test
    void shouldWakeEachInstanceThatReadsOnce() {
        // Given
        List<String> here = new CopyOnWriteArrayList<>();
        List<String> there = new CopyOnWriteArrayList<>();
        List<String> elsewhere = new CopyOnWriteArrayList<>();
        var subscriptions = List.of(
                readers.wakeUps("here").subscribe().with(here::add),
                readers.wakeUps("there").subscribe().with(there::add),
                readers.wakeUps("elsewhere").subscribe().with(elsewhere::add));
        await(readers.expect(request, asked(false, true), HERE));
        for (Reader reader : List.of(ALSO_HERE, THERE, new Reader("elsewhere", 1))) {
            await(readers.join(request, ACCOUNT, reader, false));
        }
        await(readers.leave(request, new Reader("elsewhere", 1)));
        await(frames.open(request, FENCE, 1));
        // When
        long[] seq = {0};
        Awaitility.await().until(() -> {
            append(seq[0]++);
            return here.contains(request) && there.contains(request);
        });
        // Then
        assertThat(elsewhere).isEmpty();
        Awaitility.await().untilAsserted(() -> assertThat(here).hasSizeLessThanOrEqualTo((int) seq[0]));
        subscriptions.forEach(subscription -> subscription.cancel());
    }

    @Test
    void shouldLeaveARequestAloneOnlyWhenAllReadersWereGoneForAWhile() {
        // Given
        await(readers.expect(request, asked(false, true), HERE));
        await(readers.join(request, ACCOUNT, THERE, false));
        assertThat(await(readers.leave(request, HERE))).isEqualTo(1);
        assertThat(alone(Duration.ZERO)).isFalse();
        // When
        assertThat(await(readers.leave(request, THERE))).isZero();
        // Then
        assertThat(alone(Duration.ofMinutes(1))).isFalse();
        assertThat(alone(Duration.ZERO)).isTrue();
        // And when somebody comes back
        await(readers.join(request, ACCOUNT, ALSO_HERE, false));
        assertThat(alone(Duration.ZERO)).isFalse();
        await(readers.leave(request, ALSO_HERE));
        assertThat(alone(Duration.ZERO)).isTrue();
        // And when it is over
        finish();
        assertThat(alone(Duration.ZERO)).isFalse();
    }

    @Test
    void shouldNeverLeaveARequestAloneThatMayRunWithoutReaders() {
        await(readers.expect(request, asked(false, false), HERE));
        await(readers.leave(request, HERE));
        assertThat(alone(Duration.ZERO)).isFalse();
    }

    @Test
    void shouldForgetReadersThatHaveFallenSilent() {
        // Given a reader whose instance died
        await(readers.expect(request, asked(false, true), HERE));
        await(readers.join(request, ACCOUNT, THERE, false));
        silence(HERE);
        // Then
        assertThat(await(readers.leave(request, THERE))).isZero();
        assertThat(alone(Duration.ZERO)).isTrue();
        // And when it was only slow
        await(readers.stay(request, HERE));
        assertThat(alone(Duration.ZERO)).isFalse();
    }

    @Test
    void shouldCountTheTimeOfReadersThatDiedFromWhenSomebodyNotices() {
        // Given the only reader, which was never heard of again
        await(readers.expect(request, asked(false, true), HERE));
        assertThat(alone(Duration.ZERO)).isFalse();
        silence(HERE);
        // When
        assertThat(alone(Duration.ofMinutes(1))).isFalse();
        // Then
        assertThat(alone(Duration.ofMinutes(1))).isFalse();
        assertThat(alone(Duration.ZERO)).isTrue();
        // And somebody came back
        await(readers.join(request, ACCOUNT, THERE, false));
        assertThat(alone(Duration.ZERO)).isFalse();
        // And fell silent, too
        silence(THERE);
        assertThat(alone(Duration.ofMinutes(1))).isFalse();
    }

    @Test
    void shouldGiveThoseWhoComeBackTheirTimeAgain() {
        // Given a reader that left some time ago
        await(readers.expect(request, asked(false, true), HERE));
        await(readers.leave(request, HERE));
        Awaitility.await().until(() -> alone(Duration.ofSeconds(1)));
        // When it is back, and dies
        await(readers.join(request, ACCOUNT, THERE, false));
        silence(THERE);
        // Then nothing counts of the time before
        assertThat(alone(Duration.ofSeconds(1))).isFalse();
        Awaitility.await().until(() -> alone(Duration.ofMillis(50)));
    }

    @Test
    void shouldLiveAsLongAsTheFrames() {
        await(readers.expect(request, asked(false, true), HERE));
        for (String key : List.of(KeyNames.replyRequest(request), KeyNames.replyReaders(request))) {
            assertThat(lifetime(key)).isBetween(3_500L, 3_600L);
        }
        finish();
        for (String key : List.of(KeyNames.replyRequest(request), KeyNames.replyReaders(request))) {
            assertThat(lifetime(key)).isBetween(800L, 900L);
        }
        await(readers.forget(request));
        assertThat(keys()).doesNotContain(KeyNames.replyRequest(request), KeyNames.replyReaders(request));
    }

    @Test
    void shouldKeepNothingOfAReplyThatNobodyReadsIfNothingMayBeKept() {
        // Given
        await(readers.expect(request, asked(true, false), HERE));
        await(frames.open(request, FENCE, 1));
        append(0);
        await(readers.leave(request, HERE));
        assertThat(await(frames.read(request, -1, 10))).hasSize(1);
        // When
        assertThat(last(1)).isEqualTo(Appended.OK);
        // Then
        assertThat(keys()).containsExactly(KeyNames.replyState(request));
        assertThat(last(1)).isEqualTo(Appended.DUPLICATE);
        assertThat(await(frames.open(request, FENCE + 1, 2))).isEqualTo(new Opened(true, 2, true, 1, false));
        assertThat(await(readers.find(request, ACCOUNT, true))).isEmpty();
    }

    @Test
    void shouldKeepNothingOfADeliveredReplyIfNothingMayBeKept() {
        // Given
        await(readers.expect(request, asked(true, true), HERE));
        await(readers.join(request, ACCOUNT, THERE, true));
        assertThat(await(readers.join(request, ACCOUNT, ALSO_HERE, false))).isEmpty();
        finish();
        assertThat(lifetime(KeyNames.reply(request))).isBetween(1L, 120L);
        await(redis.frames.store().call(commands -> commands.expire(KeyNames.reply(request), 5)));
        await(readers.stay(request, THERE));
        assertThat(lifetime(KeyNames.reply(request))).isBetween(100L, 120L);
        // When
        await(readers.leave(request, HERE));
        assertThat(await(frames.read(request, -1, 10))).hasSize(1);
        await(readers.leave(request, THERE));
        // Then
        assertThat(keys()).containsExactly(KeyNames.replyState(request));
    }

    @Test
    void shouldRefuseARequestThatNoWorkerHasOpened() {
        // Given
        assertThat(refuse()).isEqualTo(Refused.UNKNOWN);
        await(readers.expect(request, asked(false, true), HERE));
        // When
        assertThat(refuse()).isEqualTo(Refused.WRITTEN);
        assertThat(refuse()).isEqualTo(Refused.ALREADY_OPENED);
        // Then
        assertThat(await(frames.read(request, -1, 10))).hasSize(1);
        assertThat(await(readers.find(request, ACCOUNT, false)))
                .hasValueSatisfying(found -> assertThat(found.ended()).isTrue());
        assertThat(await(frames.open(request, FENCE, 1))).isEqualTo(new Opened(true, 1, true, 0, false));
        assertThat(lifetime(KeyNames.reply(request))).isBetween(800L, 900L);
    }

    @Test
    void shouldNotRefuseARequestThatAWorkerAnswers() {
        await(readers.expect(request, asked(false, true), HERE));
        await(frames.open(request, FENCE, 1));
        assertThat(refuse()).isEqualTo(Refused.ALREADY_OPENED);
        assertThat(await(frames.read(request, -1, 10))).isEmpty();
    }

    private static ReplyRequest asked(boolean zeroDataRetention, boolean cancelWhenAlone) {
        return new ReplyRequest(
                ACCOUNT,
                "key-1",
                "acme/chat:free",
                1_763_800_000L,
                true,
                false,
                zeroDataRetention,
                cancelWhenAlone ? Duration.ofSeconds(10) : null,
                Instant.ofEpochMilli(1_763_800_600_123L),
                new ReplyRequest.ShownRoute("acme/chat-large", "fallback"));
    }

    @Test
    void shouldTellWhoOpensAReplyThatRedisLostWhatWasKnownOfIt() {
        // Given
        await(readers.expect(request, asked(false, true), HERE));
        Opened first = await(frames.open(request, FENCE, 1));
        Opened successor = await(frames.open(request, FENCE + 1, 1));
        // When
        await(redis.frames.store().call(commands -> commands.flushall()));
        Opened empty = await(frames.open(request, FENCE + 2, 1));
        // Then
        assertThat(first.lost()).isFalse();
        assertThat(successor.lost()).isFalse();
        assertThat(empty.lost()).isTrue();
        assertThat(await(frames.open(request, FENCE + 3, 1)).lost()).isTrue();
    }

    private void silence(ReplyReaders.Reader reader) {
        double longAgo =
                Instant.now().minus(ReplyReaders.SILENT).minusSeconds(1).toEpochMilli();
        byte[] member = reader.member().getBytes(StandardCharsets.UTF_8);
        await(redis.frames.store().call(commands -> commands.zadd(KeyNames.replyReaders(request), longAgo, member)));
    }

    private boolean alone(Duration grace) {
        byte[] millis = Long.toString(grace.toMillis()).getBytes(StandardCharsets.UTF_8);
        await(redis.frames.store().call(commands -> commands.hset(KeyNames.replyRequest(request), "grace", millis)));
        return await(readers.isAbandoned(request));
    }

    private Refused refuse() {
        return await(readers.refuse(request, new byte[] {1}));
    }

    private void finish() {
        await(frames.open(request, FENCE, 1));
        last(0);
    }

    private void append(long seq) {
        await(frames.append(request, FENCE, seq, new byte[] {1}));
    }

    private Appended last(long seq) {
        return await(frames.appendLast(request, FENCE, seq, new byte[] {2}));
    }

    private List<String> keys() {
        return await(redis.frames.store().call(commands -> commands.keys("*" + request + "*")));
    }

    private long lifetime(String key) {
        return await(redis.frames.store().call(commands -> commands.ttl(key)));
    }
}
