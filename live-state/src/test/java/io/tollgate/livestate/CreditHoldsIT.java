package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.KEY;
import static io.tollgate.livestate.LiveRedis.await;
import static io.tollgate.livestate.LiveRedis.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds.Extended;
import io.tollgate.livestate.CreditHolds.Placed;
import io.tollgate.livestate.CreditHolds.Settlement;
import io.tollgate.livestate.CreditHolds.WindowSpend;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CreditHoldsIT {

    private static final String WINDOW = "monthly:2026-11";
    /** Requests a minute of which one comes back each half second. */
    private static final int EVERY_HALF_SECOND = 120;

    private final LiveRedis redis = new LiveRedis();
    private final CreditHolds holds = redis.holds;

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldGrantExactlyWhatTheCreditCoversWhenAThousandRequestsRace() {
        // Given one dollar, and a thousand requests for 0.7 cents, each sent twice
        redis.rich(usd("1"));
        NanoUsd amount = usd("0.007");
        List<String> requests = new ArrayList<>();
        IntStream.range(0, 1_000).forEach(i -> requests.add(Ids.newRequestId()));
        List<String> calls = new ArrayList<>(requests);
        calls.addAll(requests);
        Collections.shuffle(calls, new Random(7));
        // When
        List<Placed> answers = await(Multi.createFrom()
                .iterable(calls)
                .onItem()
                .transformToUni(id -> holds.place(redis.request(id, amount)))
                .merge(1_000)
                .collect()
                .asList());
        // Then
        long first =
                answers.stream().filter(new Placed.Ok(amount, false)::equals).count();
        assertThat(first).isEqualTo(142);
        assertThat(answers.stream().filter(new Placed.Ok(amount, true)::equals).count())
                .isEqualTo(142);
        assertThat(redis.snapshot().held()).isEqualTo(usd("0.994"));
        assertThat(redis.snapshot().holds()).hasSize(142);
    }

    @Test
    void shouldTellCreditThatOthersHoldFromCreditThatIsMissing() {
        redis.rich(usd("1"));
        redis.held(usd("0.8"));
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), usd("0.3")))))
                .isEqualTo(new Placed.InsufficientCredit(usd("0.2"), true));
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), usd("1.000000001")))))
                .isEqualTo(new Placed.InsufficientCredit(usd("0.2"), false));
    }

    @Test
    void shouldCompareExactlyUpToTheLargestAmount() {
        redis.rich(CreditHolds.MAX_AMOUNT);
        redis.held(CreditHolds.MAX_AMOUNT.minus(NanoUsd.of(1)));
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), NanoUsd.of(2)))))
                .isEqualTo(new Placed.InsufficientCredit(NanoUsd.of(1), true));
        redis.held(NanoUsd.of(1));
        assertThat(redis.snapshot().held()).isEqualTo(CreditHolds.MAX_AMOUNT);
        assertThatThrownBy(() ->
                        holds.place(redis.request(Ids.newRequestId(), CreditHolds.MAX_AMOUNT.plus(NanoUsd.of(1)))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseAnAccountThatItDoesNotKnow() {
        redis.rich(usd("1"));
        CreditHolds.Place stranger = new CreditHolds.Place(
                Ids.newRequestId(), "stranger", KEY, NanoUsd.of(1), Instant.EPOCH, "", null, null, null);
        assertThat(await(holds.place(stranger))).isEqualTo(new Placed.InsufficientCredit(NanoUsd.ZERO, false));
    }

    @Test
    void shouldKeepAKeyWithinItsLimit() {
        // Given
        redis.rich(usd("10"));
        await(holds.settle(new Settlement(
                redis.account, usd("10"), 1, List.of(), List.of(new WindowSpend(KEY, WINDOW, usd("0.5"))))));
        // When
        Placed first = await(holds.place(limited(usd("0.4"))));
        Placed second = await(holds.place(limited(usd("0.2"))));
        // Then
        assertThat(first).isInstanceOf(Placed.Ok.class);
        assertThat(second).isEqualTo(new Placed.KeyLimitReached(usd("0.1"), true));
    }

    @Test
    void shouldLimitRequestsAtOnce() {
        redis.rich(usd("10"));
        String running = redis.held(usd("1"));
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), usd("1"), "", null, 1, null))))
                .isEqualTo(new Placed.TooManyConcurrent(1));
        assertThat(await(holds.voidIfUnclaimed(redis.account, running))).isTrue();
        assertThat(await(holds.place(redis.request(Ids.newRequestId(), usd("1"), "", null, 1, null))))
                .isInstanceOf(Placed.Ok.class);
    }

    @Test
    void shouldLimitRequestsAMinute() {
        redis.rich(usd("10"));
        assertThat(await(holds.place(aMinute(2)))).isInstanceOf(Placed.Ok.class);
        assertThat(await(holds.place(aMinute(2)))).isInstanceOf(Placed.Ok.class);
        // Then one comes back after half a minute
        assertThat(await(holds.place(aMinute(2))))
                .isInstanceOfSatisfying(
                        Placed.TooManyRequests.class,
                        rate -> assertThat(rate.retryAfterSeconds()).isBetween(1L, 30L));
    }

    @Test
    void shouldGiveRequestsBackWhileTheMinuteGoesOn() {
        redis.rich(usd("10"));
        for (int i = 0; i < EVERY_HALF_SECOND; i++) {
            assertThat(await(holds.place(aMinute(EVERY_HALF_SECOND)))).isInstanceOf(Placed.Ok.class);
        }
        Awaitility.await()
                .until(
                        () -> await(holds.place(aMinute(EVERY_HALF_SECOND))),
                        each -> each instanceof Placed.TooManyRequests);
        Awaitility.await()
                .until(() -> await(holds.place(aMinute(EVERY_HALF_SECOND))), each -> each instanceof Placed.Ok);
    }

    private CreditHolds.Place aMinute(int requests) {
        return redis.request(Ids.newRequestId(), usd("0.01"), "", null, null, requests);
    }

    @Test
    void shouldReleaseAHoldOfNothing() {
        // Given requests for a free model
        redis.rich(usd("1"));
        String settled = redis.held(NanoUsd.ZERO);
        String voided = redis.held(NanoUsd.ZERO);
        assertThat(redis.snapshot().holds()).hasSize(2);
        // When
        await(holds.settle(new Settlement(redis.account, usd("1"), 1, List.of(settled), List.of())));
        assertThat(await(holds.voidIfUnclaimed(redis.account, voided))).isTrue();
        // Then
        assertThat(redis.snapshot().holds()).isEmpty();
        assertThat(redis.snapshot().held()).isEqualTo(NanoUsd.ZERO);
    }

    @Test
    void shouldVoidOnlyWhatNobodyHasClaimed() {
        redis.rich(usd("1"));
        String claimed = redis.held(usd("0.4"));
        String unclaimed = redis.held(usd("0.5"));
        redis.granted(claimed, 1, "worker");
        assertThat(await(holds.voidIfUnclaimed(redis.account, claimed))).isFalse();
        assertThat(await(holds.voidIfUnclaimed(redis.account, unclaimed))).isTrue();
        assertThat(await(holds.voidIfUnclaimed(redis.account, unclaimed))).isTrue();
        assertThat(redis.snapshot().held()).isEqualTo(usd("0.4"));
        assertThat(redis.claim(unclaimed, 1, "worker")).isEqualTo(new Leases.Claimed.HoldGone(true));
        assertThatThrownBy(() -> await(holds.place(redis.request(unclaimed, usd("0.5")))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldExtendToATotal() {
        redis.rich(usd("1"));
        String request = redis.held(usd("0.4"));
        assertThat(await(holds.extend(redis.account, request, usd("0.6")))).isEqualTo(new Extended.Ok(usd("0.6")));
        assertThat(await(holds.extend(redis.account, request, usd("0.6")))).isEqualTo(new Extended.Ok(usd("0.6")));
        assertThat(await(holds.extend(redis.account, request, usd("0.5")))).isEqualTo(new Extended.Ok(usd("0.6")));
        assertThat(await(holds.extend(redis.account, request, usd("1.1"))))
                .isEqualTo(new Extended.InsufficientCredit(usd("0.4")));
        assertThat(await(holds.extend(redis.account, "gen-none", usd("0.1")))).isEqualTo(new Extended.Gone());
        assertThat(redis.snapshot().held()).isEqualTo(usd("0.6"));
    }

    @Test
    void shouldExtendWithinTheLimitOfTheKey() {
        redis.rich(usd("10"));
        CreditHolds.Place place = limited(usd("0.9"));
        await(holds.place(place));
        assertThat(await(holds.extend(redis.account, place.requestId(), usd("1.1"))))
                .isEqualTo(new Extended.KeyLimitReached(usd("0.1")));
        assertThat(await(holds.extend(redis.account, place.requestId(), usd("1"))))
                .isEqualTo(new Extended.Ok(usd("1")));
    }

    @Test
    void shouldSettleInAnyOrderAndAnyNumberOfTimes() {
        // Given
        redis.rich(usd("1"));
        String first = redis.held(usd("0.3"));
        String second = redis.held(usd("0.4"));
        Settlement older = new Settlement(redis.account, usd("0.9"), 1, List.of(first), List.of());
        Settlement newer = new Settlement(redis.account, usd("0.7"), 2, List.of(second), List.of());
        // When the newer one comes first, and both come twice
        for (Settlement settlement : List.of(newer, older, newer, older)) {
            await(holds.settle(settlement));
        }
        // Then
        assertThat(redis.snapshot()).satisfies(snapshot -> {
            assertThat(snapshot.posted()).isEqualTo(usd("0.7"));
            assertThat(snapshot.seq()).isEqualTo(2);
            assertThat(snapshot.held()).isEqualTo(NanoUsd.ZERO);
            assertThat(snapshot.holds()).isEmpty();
        });
    }

    @Test
    void shouldFreeTheLimitOfAKeyWhenItsHoldIsReleased() {
        redis.rich(usd("10"));
        CreditHolds.Place place = limited(usd("0.9"));
        await(holds.place(place));
        await(holds.settle(new Settlement(
                redis.account,
                usd("9.8"),
                1,
                List.of(place.requestId()),
                List.of(new WindowSpend(KEY, WINDOW, usd("0.2"))))));
        assertThat(await(holds.place(limited(usd("0.9"))))).isEqualTo(new Placed.KeyLimitReached(usd("0.8"), false));
        assertThat(await(holds.place(limited(usd("0.8"))))).isInstanceOf(Placed.Ok.class);
    }

    @Test
    void shouldKeepEveryHoldAccountedForUnderRandomWork() {
        // Given
        redis.rich(usd("1"));
        Random random = new Random(42);
        List<String> requests =
                IntStream.range(0, 40).mapToObj(i -> Ids.newRequestId()).toList();
        // When
        await(Multi.createFrom()
                .range(0, 3_000)
                .onItem()
                .transformToUni(step -> randomStep(random, requests.get(random.nextInt(requests.size())), step))
                .merge(64)
                .collect()
                .last());
        // Then
        CreditHolds.AccountSnapshot snapshot = redis.snapshot();
        NanoUsd sum = snapshot.holds().values().stream()
                .map(CreditHolds.OpenHold::amount)
                .reduce(NanoUsd.ZERO, NanoUsd::plus);
        assertThat(snapshot.held()).isEqualTo(sum).isLessThanOrEqualTo(usd("1"));
        assertThat(spendHeld()).isEqualTo(sum);
    }

    private Uni<?> randomStep(Random random, String requestId, int step) {
        NanoUsd amount = NanoUsd.of(random.nextInt(120_000_000));
        return switch (random.nextInt(4)) {
            case 0 ->
                holds.place(redis.request(requestId, amount, WINDOW, usd("5"), null, null))
                        .onFailure(IllegalStateException.class)
                        .recoverWithNull();
            case 1 -> holds.extend(redis.account, requestId, amount);
            case 2 -> holds.settle(new Settlement(redis.account, usd("1"), step + 1L, List.of(requestId), List.of()));
            default ->
                step % 50 == 0
                        ? holds.voidIfUnclaimed(redis.account, requestId)
                        : holds.place(redis.request(requestId, amount, WINDOW, usd("5"), null, null))
                                .onFailure(IllegalStateException.class)
                                .recoverWithNull();
        };
    }

    private NanoUsd spendHeld() {
        byte[] held = await(redis.credit
                .store()
                .call(commands -> commands.hget(KeyNames.spend(redis.account, KEY, WINDOW), "held")));
        return NanoUsd.of(Long.parseLong(new String(held, StandardCharsets.UTF_8)));
    }

    private CreditHolds.Place limited(NanoUsd amount) {
        return redis.request(Ids.newRequestId(), amount, WINDOW, usd("1"), null, null);
    }
}
