package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.POSITION;
import static io.tollgate.livestate.LiveRedis.await;
import static io.tollgate.livestate.LiveRedis.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.livestate.Leases.Claimed;
import io.tollgate.livestate.Leases.Expired;
import io.tollgate.livestate.Leases.Renewal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasesIT {

    private final LiveRedis redis = new LiveRedis();
    private final Leases leases = redis.leases;
    private String request = "";

    @BeforeEach
    void holdCredit() {
        redis.rich(usd("10"));
        request = redis.held(usd("1"));
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldGrantARequestToOneOfMany() {
        List<Claimed> answers = IntStream.range(0, 50)
                .parallel()
                .mapToObj(i -> redis.claim(request, 1, "worker-" + i))
                .toList();
        assertThat(answers).filteredOn(Claimed.Granted.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(Claimed.Held.class::isInstance)
                .hasSize(49)
                .allSatisfy(held ->
                        assertThat(((Claimed.Held) held).retryAfterMillis()).isBetween(1L, LiveRedis.LEASE.toMillis()));
    }

    @Test
    void shouldHandAnExpiredAttemptToWhoeverRecoversIt() {
        // Given a worker that concluded and died
        long fence = redis.granted(request, 1, "dead");
        assertThat(await(leases.conclude(redis.account, request, fence, "{\"outcome\":\"COMPLETED\"}")))
                .isTrue();
        // When
        Expired expired = Awaitility.await()
                .until(() -> await(leases.expired(10)), list -> !list.isEmpty())
                .getFirst();
        Claimed claimed = redis.claim(request, 1, "alive");
        // Then
        assertThat(expired).satisfies(lease -> {
            assertThat(lease.requestId()).isEqualTo(request);
            assertThat(lease.account()).isEqualTo(redis.account);
            assertThat(lease.attempt()).isEqualTo(1);
            assertThat(lease.position()).isEqualTo(POSITION);
            assertThat(lease.expiredMillis()).isNotNegative();
        });
        assertThat(claimed).isInstanceOfSatisfying(Claimed.Recover.class, recover -> {
            assertThat(recover.fence()).isGreaterThan(fence);
            assertThat(recover.attempt()).isEqualTo(1);
            assertThat(recover.conclusion()).isEqualTo("{\"outcome\":\"COMPLETED\"}");
            assertThat(recover.cancelled()).isFalse();
            assertThat(await(leases.finish(redis.account, request, recover.fence(), true)))
                    .isTrue();
        });
        assertThat(await(leases.expired(10))).isEmpty();
        assertThat(redis.claim(request, 1, "late")).isEqualTo(new Claimed.Finished());
    }

    @Test
    void shouldRefuseAWorkerThatWasOvertaken() {
        long stale = redis.granted(request, 1, "paused");
        Awaitility.await().until(() -> !await(leases.expired(10)).isEmpty());
        redis.claim(request, 1, "successor");
        assertThat(await(leases.renew(redis.account, request, stale))).isFalse();
        assertThat(await(leases.renewal(redis.account, request, stale))).isEqualTo(Renewal.LOST);
        assertThat(await(leases.conclude(redis.account, request, stale, "{}"))).isFalse();
        assertThat(await(leases.finish(redis.account, request, stale, true))).isFalse();
    }

    @Test
    void shouldKeepALeaseThatIsRenewed() {
        long fence = redis.granted(request, 1, "worker");
        Awaitility.await()
                .pollDelay(LiveRedis.LEASE.dividedBy(3))
                .pollInterval(LiveRedis.LEASE.dividedBy(3))
                .during(LiveRedis.LEASE.multipliedBy(3))
                .atMost(LiveRedis.LEASE.multipliedBy(20))
                .until(() -> await(leases.renew(redis.account, request, fence))
                        && redis.claim(request, 1, "other") instanceof Claimed.Held);
    }

    @Test
    void shouldLetALaterAttemptSupersedeAnEarlierOne() {
        // Given a worker that published the next stop and died before it could say so
        long first = redis.granted(request, 1, "first");
        // When
        long second = redis.granted(request, 2, "second");
        // Then
        assertThat(second).isGreaterThan(first);
        assertThat(await(leases.renew(redis.account, request, first))).isFalse();
        assertThat(redis.claim(request, 1, "redelivered")).isEqualTo(new Claimed.Finished());
    }

    @Test
    void shouldStartALaterAttemptWithoutTheConclusionOfTheEarlier() {
        long first = redis.granted(request, 1, "worker");
        await(leases.conclude(redis.account, request, first, "{\"attempt\":1}"));
        assertThat(await(leases.finish(redis.account, request, first, false))).isTrue();
        assertThat(await(leases.finish(redis.account, request, first, false))).isTrue();
        assertThat(redis.claim(request, 1, "redelivered")).isEqualTo(new Claimed.Finished());
        redis.granted(request, 2, "worker");
        Awaitility.await().until(() -> !await(leases.expired(10)).isEmpty());
        assertThat(redis.claim(request, 2, "alive"))
                .isInstanceOfSatisfying(
                        Claimed.Recover.class,
                        recover -> assertThat(recover.conclusion()).isNull());
    }

    @Test
    void shouldLetTheFirstConclusionStand() {
        long fence = redis.granted(request, 1, "worker");
        assertThat(await(leases.conclude(redis.account, request, fence, "{\"a\":1}")))
                .isTrue();
        assertThat(await(leases.conclude(redis.account, request, fence, "{\"a\":1}")))
                .isTrue();
        assertThat(await(leases.conclude(redis.account, request, fence, "{\"a\":2}")))
                .isFalse();
    }

    @Test
    void shouldAnswerARepeatedClaimLikeTheFirst() {
        // Given claims whose answers may have been lost
        long fence = redis.granted(request, 1, "worker/7");
        // When they are repeated, then
        assertThat(redis.granted(request, 1, "worker/7")).isEqualTo(fence);
        assertThat(redis.claim(request, 1, "worker/8")).isInstanceOf(Claimed.Held.class);
        // also when another recovers
        await(leases.conclude(redis.account, request, fence, "{\"a\":1}"));
        Awaitility.await().until(() -> !await(leases.expired(10)).isEmpty());
        Claimed recovered = redis.claim(request, 1, "other/1");
        assertThat(recovered)
                .isInstanceOfSatisfying(
                        Claimed.Recover.class,
                        recover -> assertThat(recover.conclusion()).isEqualTo("{\"a\":1}"));
        assertThat(redis.claim(request, 1, "other/1")).isEqualTo(recovered);
        assertThat(await(leases.renew(redis.account, request, fence))).isFalse();
    }

    @Test
    void shouldEndAnAttemptOnceWhenItsWorkerAndARecovererMeet() {
        // Given a hundred attempts whose leases have run out, while their workers are about to conclude
        Map<String, Long> fences = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            String each = redis.held(usd("0.01"));
            fences.put(each, redis.granted(each, 1, "slow"));
        }
        Awaitility.await().until(() -> await(leases.expired(200)).size() == fences.size());
        AtomicInteger first = new AtomicInteger();
        try (LiveRedis other = new LiveRedis()) {
            fences.entrySet().parallelStream().forEach(each -> {
                // When both come at once
                CompletableFuture<Boolean> concluded = leases.conclude(
                                redis.account, each.getKey(), each.getValue(), "{}")
                        .subscribeAsCompletionStage();
                Claimed.Recover recovered = (Claimed.Recover) await(
                        other.leases.claim(new Leases.Claim(each.getKey(), redis.account, 1, "recoverer", POSITION)));
                // Then the conclusion stands exactly if the recoverer was given it
                boolean stands = concluded.join();
                assertThat(stands).isEqualTo(recovered.conclusion() != null);
                first.addAndGet(stands ? 1 : 0);
                assertThat(await(leases.conclude(redis.account, each.getKey(), each.getValue(), "{}")))
                        .isFalse();
            });
        }
        System.out.println("the worker was first " + first + " times of " + fences.size());
    }

    @Test
    void shouldKeepTheRouteWhileTheAttemptRuns() {
        Leases.Claim claim = new Leases.Claim(request, redis.account, 1, "worker", POSITION, "{\"route\":1}");
        long fence = ((Claimed.Granted) await(leases.claim(claim))).fence();
        assertThat(await(leases.route(redis.account, request))).contains("{\"route\":1}");
        await(leases.finish(redis.account, request, fence, true));
        assertThat(await(leases.route(redis.account, request))).isEmpty();
    }

    @Test
    void shouldNotRunARequestWithoutAHold() {
        assertThat(redis.claim(Ids.newRequestId(), 1, "worker")).isEqualTo(new Claimed.HoldGone(false));
    }

    @Test
    void shouldRecoverARequestThatTheBooksHaveClosedAlready() {
        redis.granted(request, 1, "dead");
        await(redis.holds.settle(new CreditHolds.Settlement(redis.account, usd("9"), 1, List.of(request), List.of())));
        Awaitility.await().until(() -> !await(leases.expired(10)).isEmpty());
        assertThat(redis.claim(request, 1, "alive")).isInstanceOf(Claimed.Recover.class);
    }

    @Test
    void shouldTellOfCancellationBeforeAndAfterTheClaim() {
        // Given
        String early = redis.held(usd("1"));
        long fence = redis.granted(request, 1, "worker");
        List<String> heard = new CopyOnWriteArrayList<>();
        var subscription = leases.cancellations().subscribe().with(heard::add);
        // When
        Awaitility.await().until(() -> {
            await(leases.cancel(redis.account, request));
            return heard.contains(request);
        });
        await(leases.cancel(redis.account, early));
        // Then
        assertThat(await(leases.renewal(redis.account, request, fence))).isEqualTo(Renewal.CANCELLED);
        assertThat(redis.claim(early, 1, "worker"))
                .isInstanceOfSatisfying(
                        Claimed.Cancelled.class,
                        cancelled -> assertThat(await(leases.finish(redis.account, early, cancelled.fence(), true)))
                                .isTrue());
        await(leases.cancel(redis.account, early));
        assertThat(redis.claim(early, 1, "worker")).isEqualTo(new Claimed.Finished());
        subscription.cancel();
    }
}
