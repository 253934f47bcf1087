package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.await;
import static io.tollgate.livestate.LiveRedis.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds.Extended;
import io.tollgate.livestate.CreditHolds.Placed;
import io.tollgate.livestate.CreditHolds.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thousand callers at once on one dollar: hold, extend while others do, spend all that was held, settle, and try again. */
class SpendingRaceIT {

    private static final int CALLERS = 1_000;
    private static final NanoUsd HOLD = usd("0.004");
    private static final NanoUsd SLICE = usd("0.003");
    private static final int SLICES_AT_MOST = 3;

    private final LiveRedis redis = new LiveRedis();
    private final AtomicLong spent = new AtomicLong();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger cutShort = new AtomicInteger();
    private final CountDownLatch usedUp = new CountDownLatch(1);
    private final Object books = new Object();
    private long seq;

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldNeverSpendMoreThanThereIs() throws Exception {
        long seed = Long.getLong("tollgate.seed", new Random().nextLong());
        System.out.println("spending race seed " + seed);
        Random draws = new Random(seed);
        redis.rich(usd("1"));
        // When
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                int slices = draws.nextInt(SLICES_AT_MOST + 1);
                boolean patient = i % 2 == 0;
                calls.add(callers.submit(() -> {
                    call(slices, patient);
                    return null;
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }
        }
        // Then everything that can be spent is, and nothing more
        CreditHolds.AccountSnapshot left = redis.snapshot();
        assertThat(spent.get()).as("seed %d", seed).isLessThanOrEqualTo(usd("1").value());
        assertThat(left.posted()).isEqualTo(usd("1").minus(NanoUsd.of(spent.get())));
        assertThat(left.posted()).as("what is left covers no hold").isLessThan(HOLD);
        assertThat(left.held()).isEqualTo(NanoUsd.ZERO);
        assertThat(refused.get()).as("callers refused").isPositive();
        assertThat(cutShort.get()).as("extensions refused").isPositive();
    }

    /**
     * One call.
     *
     * @param slices how often its hold is extended
     * @param patient whether to extend only when credit is used up, so that extensions are refused in every run
     */
    private void call(int slices, boolean patient) throws InterruptedException {
        String request = Ids.newRequestId();
        Placed placed = await(redis.holds.place(redis.request(request, HOLD)));
        if (!(placed instanceof Placed.Ok)) {
            assertThat(placed)
                    .isInstanceOfSatisfying(
                            Placed.InsufficientCredit.class,
                            credit -> assertThat(credit.free()).isLessThan(HOLD));
            refused.incrementAndGet();
            usedUp.countDown();
            return;
        }
        if (patient) {
            usedUp.await();
        }
        NanoUsd held = HOLD;
        for (int i = 0; i < slices; i++) {
            if (await(redis.holds.extend(redis.account, request, held.plus(SLICE))) instanceof Extended.Ok ok) {
                held = ok.total();
            } else {
                cutShort.incrementAndGet();
                break;
            }
        }
        settle(request, held);
    }

    /** One ledger, which books the whole hold as spent. */
    private void settle(String request, NanoUsd charge) {
        synchronized (books) {
            NanoUsd posted = usd("1").minus(NanoUsd.of(spent.addAndGet(charge.value())));
            await(redis.holds.settle(new Settlement(redis.account, posted, ++seq, List.of(request), List.of())));
        }
    }
}
