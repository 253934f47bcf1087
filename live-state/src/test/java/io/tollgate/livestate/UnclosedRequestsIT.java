package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.KEY;
import static io.tollgate.livestate.LiveRedis.await;
import static io.tollgate.livestate.LiveRedis.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.livestate.CreditHolds.Settlement;
import io.tollgate.livestate.UnclosedRequests.Unclosed;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UnclosedRequestsIT {

    private static final Duration NOBODY_LISTS = LiveRedis.UNCONFIRMED.multipliedBy(2);

    private final LiveRedis redis = new LiveRedis();
    private final UnclosedRequests unclosed = redis.unclosed;

    @BeforeEach
    void haveCredit() {
        redis.rich(usd("10"));
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldListAHoldThatNobodyConfirmed() {
        // Given
        String request = redis.held(usd("0.3"));
        // When
        assertThat(await(unclosed.due(10))).isEmpty();
        List<Unclosed> due = awaitDue();
        // Then it is listed once, for whoever asks first
        assertThat(due).containsExactly(new Unclosed(redis.account, request, KEY, usd("0.3")));
        assertThat(await(unclosed.due(10))).isEmpty();
        // and nothing has happened to it
        assertThat(redis.snapshot().holds()).containsKey(request);
    }

    @Test
    void shouldLeaveAConfirmedHoldUntilItsDeadlineIsOver() {
        String request = redis.held(usd("0.3"));
        await(unclosed.confirm(redis.account, request, Duration.ofSeconds(60)));
        assertNobodyIsListed();
        assertThat(redis.lookedAfterInSeconds(request)).isBetween(85L, 90L);
    }

    @Test
    void shouldNeverBringAReleasedHoldBackByConfirmingIt() {
        String request = redis.held(usd("0.3"));
        await(redis.holds.settle(new Settlement(redis.account, usd("10"), 1, List.of(request), List.of())));
        await(unclosed.confirm(redis.account, request, Duration.ZERO));
        assertThat(redis.unclosedCount()).isZero();
    }

    @Test
    void shouldLeaveWhatSomebodyHasClaimed() {
        String request = redis.held(usd("0.3"));
        redis.granted(request, 1, "worker");
        assertNobodyIsListed();
        assertThat(redis.lookedAfterInSeconds(request)).isBetween(25L, 30L);
    }

    @Test
    void shouldListAVoidedRequestUntilTheBooksHaveReleasedIt() {
        // Given a voider that dies
        String request = redis.held(usd("0.3"));
        await(unclosed.confirm(redis.account, request, Duration.ofSeconds(60)));
        assertThat(await(redis.holds.voidIfUnclaimed(redis.account, request))).isTrue();
        assertThat(redis.snapshot().holds()).isEmpty();
        // When
        List<Unclosed> due = awaitDue();
        // Then what it must state is still known
        assertThat(due).containsExactly(new Unclosed(redis.account, request, KEY, usd("0.3")));
        await(redis.holds.settle(new Settlement(redis.account, usd("10"), 1, List.of(request), List.of())));
        assertThat(redis.unclosedCount()).isZero();
    }

    @Test
    void shouldForgetWhatIsReleasedAndStayQuietWithoutAnEpoch() {
        redis.held(usd("0.3"));
        await(redis.credit.store().call(commands -> commands.del(KeyNames.EPOCH)));
        assertNobodyIsListed();
        await(redis.holds.rebuild(2, List.of()));
        assertThat(redis.unclosedCount()).isZero();
    }

    private List<Unclosed> awaitDue() {
        return Awaitility.await().until(() -> await(unclosed.due(10)), list -> !list.isEmpty());
    }

    private void assertNobodyIsListed() {
        Awaitility.await()
                .during(NOBODY_LISTS)
                .atMost(NOBODY_LISTS.multipliedBy(10))
                .until(() -> await(unclosed.due(10)).isEmpty());
    }
}
