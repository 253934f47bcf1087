package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.KEY;
import static io.tollgate.livestate.LiveRedis.await;
import static io.tollgate.livestate.LiveRedis.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.livestate.CreditHolds.Extended;
import io.tollgate.livestate.CreditHolds.OpenHold;
import io.tollgate.livestate.CreditHolds.Placed;
import io.tollgate.livestate.CreditHolds.Settlement;
import io.tollgate.livestate.CreditHolds.WindowSpend;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Redis lost its state: nothing is guessed until the ledger has written it again. */
class LostCreditIT {

    private static final Instant PLACED = Instant.parse("2026-01-22T10:00:00.123Z");

    private final LiveRedis redis = new LiveRedis();
    private final CreditHolds holds = redis.holds;

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldRefuseEverythingWithoutAnEpoch() {
        // Given
        redis.rich(usd("1"));
        String request = redis.held(usd("0.1"));
        // When
        redis.flush();
        // Then
        assertThat(await(holds.ready())).isFalse();
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), NanoUsd.ZERO))))
                .isEqualTo(new Placed.NotReady());
        assertThat(await(holds.extend(redis.account, request, usd("0.2")))).isEqualTo(new Extended.NotReady());
        assertThat(redis.claim(request, 1, "worker")).isEqualTo(new Leases.Claimed.NotReady());
        assertThatThrownBy(() -> await(holds.voidIfUnclaimed(redis.account, request)))
                .isInstanceOf(NotReadyException.class);
        assertThatThrownBy(() -> await(holds.settle(new Settlement(redis.account, usd("1"), 9, List.of(), List.of()))))
                .isInstanceOf(NotReadyException.class);
        assertThat(await(redis.leases.expired(10))).isEmpty();
    }

    @Test
    void shouldWorkAgainWithScriptsThatRedisForgot() {
        redis.rich(usd("1"));
        await(redis.credit.store().call(commands -> commands.scriptFlush()));
        assertThat(redis.held(usd("0.1"))).isNotEmpty();
    }

    @Test
    void shouldNotLetARebuildThatWasOvertakenDeleteAnything() {
        // Given
        redis.rich(usd("1"));
        String balance = KeyNames.credit(redis.account);
        RedisStore store = redis.credit.store();
        await(store.call(
                commands -> commands.set(KeyNames.EPOCH_BUILDING, "the later one".getBytes(StandardCharsets.UTF_8))));
        // When
        List<String> keys = List.of(KeyNames.EPOCH_BUILDING, balance);
        ScriptReply reply = await(store.run(Script.REBUILD_FORGET, keys, List.of("the earlier one")));
        // Then
        assertThat(reply.status()).isEqualTo("OVERTAKEN");
        Long left = await(store.call(commands -> commands.exists(balance)));
        assertThat(left).isEqualTo(1);
    }

    @Test
    void shouldRebuildBalancesHoldsAndLimits() {
        // Given holds from before, and remains that must go
        redis.rich(usd("5"));
        redis.held(usd("4"));
        String request = Ids.newRequestId();
        AccountState state = new AccountState(
                redis.account,
                usd("2"),
                7,
                List.of(new OpenHold(request, usd("0.5"), KEY, "total", PLACED)),
                List.of(new WindowSpend(KEY, "total", usd("0.4"))));
        // When, twice
        await(holds.rebuild(2, List.of(state)));
        await(holds.rebuild(3, List.of(state)));
        // Then
        assertThat(redis.snapshot())
                .isEqualTo(new CreditHolds.AccountSnapshot(
                        redis.account,
                        usd("2"),
                        usd("0.5"),
                        7,
                        Map.of(request, new OpenHold(request, usd("0.5"), KEY, "total", PLACED))));
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), usd("0.2"), "total", usd("1"), null, null))))
                .isEqualTo(new Placed.KeyLimitReached(usd("0.1"), true));
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), usd("0.1"), "total", usd("1"), 1, null))))
                .isEqualTo(new Placed.TooManyConcurrent(1));
    }

    @Test
    void shouldLetWhoeverRanARequestClaimItFirst() {
        // Given a request that a worker runs, and a Redis that was lost and rebuilt
        redis.rich(usd("2"));
        String request = redis.held(usd("0.5"));
        Leases.Claim running = new Leases.Claim(request, redis.account, 1, "runs-it", LiveRedis.POSITION, "route");
        await(redis.leases.claim(running));
        redis.flush();
        OpenHold hold = new OpenHold(request, usd("0.5"), KEY, "", PLACED);
        await(holds.rebuild(2, List.of(new AccountState(redis.account, usd("2"), 3, List.of(hold), List.of()))));
        // When another is given its record, then
        assertThat(redis.claim(request, 1, "another"))
                .isInstanceOfSatisfying(
                        Leases.Claimed.Held.class,
                        held -> assertThat(held.retryAfterMillis()).isBetween(1L, LiveRedis.LEASE.toMillis()));
        assertThatThrownBy(() -> await(holds.voidIfUnclaimed(redis.account, request)))
                .isInstanceOf(NotReadyException.class);
        assertThat(await(redis.leases.reclaim(running))).isInstanceOf(Leases.Claimed.Granted.class);
        assertThat(redis.claim(request, 1, "another")).isInstanceOf(Leases.Claimed.Held.class);
        assertThat(await(holds.voidIfUnclaimed(redis.account, request))).isFalse();
        // and what nobody ran waits no longer than a lease
        String fresh = redis.held(usd("0.1"));
        redis.granted(fresh, 1, "another");
    }

    @Test
    void shouldGiveAnybodyWhatNobodyClaimsAgain() {
        redis.rich(usd("2"));
        redis.flush();
        String request = Ids.newRequestId();
        OpenHold hold = new OpenHold(request, usd("0.5"), KEY, "", PLACED);
        await(holds.rebuild(2, List.of(new AccountState(redis.account, usd("2"), 3, List.of(hold), List.of()))));
        Awaitility.await().until(() -> redis.claim(request, 1, "another") instanceof Leases.Claimed.Granted);
    }

    @Test
    void shouldVoidWhatNobodyClaimsAgain() {
        redis.rich(usd("2"));
        redis.flush();
        String request = Ids.newRequestId();
        OpenHold hold = new OpenHold(request, usd("0.5"), KEY, "", PLACED);
        await(holds.rebuild(2, List.of(new AccountState(redis.account, usd("2"), 3, List.of(hold), List.of()))));
        Awaitility.await()
                .ignoreException(NotReadyException.class)
                .until(() -> await(holds.voidIfUnclaimed(redis.account, request)));
        // and at once what was accepted since
        assertThat(await(holds.voidIfUnclaimed(redis.account, redis.held(usd("0.1")))))
                .isTrue();
    }

    @Test
    void shouldKnowTheLimitsOfRunningRequests() {
        redis.rich(usd("5"));
        String request = Ids.newRequestId();
        OpenHold hold = new OpenHold(request, usd("0.5"), KEY, "total", PLACED, null, usd("0.8"));
        await(holds.rebuild(
                2,
                List.of(new AccountState(
                        redis.account,
                        usd("5"),
                        7,
                        List.of(hold),
                        List.of(new WindowSpend(KEY, "total", usd("0.2")))))));
        assertThat(await(holds.extend(redis.account, request, usd("0.7"))))
                .isEqualTo(new Extended.KeyLimitReached(usd("0.1")));
        assertThat(await(holds.extend(redis.account, request, usd("0.6")))).isEqualTo(new Extended.Ok(usd("0.6")));
    }

    @Test
    void shouldLookAfterRebuiltHoldsOnceTheirTimeIsOver() {
        // Given
        redis.rich(usd("2"));
        String old = Ids.newRequestId();
        String young = Ids.newRequestId();
        OpenHold over =
                new OpenHold(old, usd("0.5"), KEY, "", PLACED, Instant.now().minusSeconds(30), null);
        OpenHold open =
                new OpenHold(young, usd("0.5"), KEY, "", PLACED, Instant.now().plusSeconds(60), null);
        // When
        await(holds.rebuild(2, List.of(new AccountState(redis.account, usd("2"), 3, List.of(over, open), List.of()))));
        // Then both are listed, half a minute after their deadlines
        assertThat(redis.lookedAfterInSeconds(old)).isBetween(25L, 30L);
        assertThat(redis.lookedAfterInSeconds(young)).isBetween(80L, 90L);
    }

    @Test
    void shouldGrantNothingWhileItIsBeingRebuilt() {
        // Given
        redis.rich(usd("5"));
        List<Placed> meanwhile = new ArrayList<>();
        // When somebody asks between the beginning and the end
        rebuildDisturbedBy(
                other -> meanwhile.add(await(other.holds.place(redis.request(Ids.newRequestId(), usd("1"))))));
        // Then
        assertThat(meanwhile).containsExactly(new Placed.NotReady());
        assertThat(await(holds.ready())).isTrue();
    }

    @Test
    void shouldNotOpenARebuildThatAnotherOneOvertook() {
        redis.rich(usd("5"));
        assertThatThrownBy(() -> rebuildDisturbedBy(other -> await(other.credit
                        .store()
                        .run(
                                Script.REBUILD_BEGIN,
                                List.of(KeyNames.EPOCH, KeyNames.EPOCH_BUILDING),
                                List.of("another")))))
                .isInstanceOf(RebuildOvertakenException.class);
        assertThat(await(holds.ready())).isFalse();
    }

    @Test
    void shouldNotOpenARebuildDuringWhichRedisWasLost() {
        redis.rich(usd("5"));
        assertThatThrownBy(() -> rebuildDisturbedBy(LiveRedis::flush)).isInstanceOf(RebuildOvertakenException.class);
        assertThat(await(holds.ready())).isFalse();
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), usd("1")))))
                .isEqualTo(new Placed.NotReady());
    }

    /** A rebuild of two accounts, between which somebody with a connection of his own does something. */
    private void rebuildDisturbedBy(Consumer<LiveRedis> disturbance) {
        AccountState first = new AccountState(redis.account, usd("3"), 1, List.of(), List.of());
        AccountState second = new AccountState("account-2", usd("3"), 1, List.of(), List.of());
        try (LiveRedis other = new LiveRedis()) {
            await(holds.rebuild(
                    2,
                    () -> Stream.of(first, second)
                            .peek(state -> {
                                if (state.equals(second)) {
                                    disturbance.accept(other);
                                }
                            })
                            .iterator()));
        }
    }
}
