package io.tollgate.livestate;

import static io.tollgate.livestate.LiveRedis.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.contracts.Ids;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.livestate.CreditHolds.AccountState;
import io.tollgate.livestate.CreditHolds.Extended;
import io.tollgate.livestate.CreditHolds.OpenHold;
import io.tollgate.livestate.CreditHolds.Placed;
import io.tollgate.livestate.CreditHolds.Settlement;
import io.tollgate.livestate.CreditHolds.WindowSpend;
import io.tollgate.livestate.CreditModel.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Random interleavings of everything that changes credit, with repeats and losses, compared step by step with {@link CreditModel}. */
class CreditModelIT {

    private static final long CREDIT = 1_000;
    private static final int STEPS = 1_500;
    private static final int MOST_STEPS = 10 * STEPS;
    private static final long TOP_UP = 200;
    private static final String WINDOW = "total";
    private static final List<String> KEYS = List.of("key-a", "key-b", "key-c");
    private static final Map<String, Long> LIMITS = Map.of("key-b", 1_000L, "key-c", 0L);

    /** What a run must have met at least once; it goes on until it has. */
    private static final List<String> EVERYTHING = List.of(
            "place OK",
            "place REPEATED",
            "place CREDIT",
            "place LIMIT",
            "place ENDED",
            "extend OK",
            "extend CREDIT",
            "extend LIMIT",
            "extend GONE",
            "claim OK",
            "claim GONE",
            "void OK",
            "void CLAIMED",
            "settle",
            "top up",
            "repeat",
            "rebuild");

    private final LiveRedis redis = new LiveRedis();
    private final List<String> requests = new ArrayList<>();
    private final List<Settlement> settlements = new ArrayList<>();
    private CreditModel model = new CreditModel(CREDIT, LIMITS);
    private Random random = new Random();

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldAlwaysBeWhatTheModelSays() {
        long seed = Long.getLong("tollgate.seed", new Random().nextLong());
        random = new Random(seed);
        redis.rich(NanoUsd.of(CREDIT));
        Map<String, Integer> taken = new HashMap<>();
        for (int step = 0; step < STEPS || (step < MOST_STEPS && !taken.keySet().containsAll(EVERYTHING)); step++) {
            String did = step();
            taken.merge(did, 1, Integer::sum);
            String when = "seed " + seed + " (-Dtollgate.seed), step " + step + ", after " + did;
            CreditHolds.AccountSnapshot snapshot = redis.snapshot();
            assertThat(snapshot.held().value()).as(when).isEqualTo(model.held());
            assertThat(snapshot.posted().value()).as(when).isEqualTo(model.posted);
            assertThat(snapshot.holds().keySet()).as(when).isEqualTo(model.holds.keySet());
            assertThat(model.posted - model.held()).as(when).isNotNegative();
        }
        assertThat(taken.keySet())
                .as("seed %d reached too little: %s", seed, taken)
                .containsAll(EVERYTHING);
    }

    private String step() {
        int dice = random.nextInt(100);
        if (dice < 35) {
            return "place " + place(random.nextInt(3) > 0 ? newRequest() : knownRequest());
        } else if (dice < 60 && !requests.isEmpty()) {
            return "extend " + extend(recentRequest());
        } else if (dice < 72 && !requests.isEmpty()) {
            return "claim " + claim(recentRequest());
        } else if (dice < 80 && !requests.isEmpty()) {
            return "void " + withdraw(recentRequest());
        } else if (dice < 91) {
            settle();
            return "settle";
        } else if (dice < 94) {
            topUp();
            return "top up";
        } else if (dice < 98) {
            repeatSettlement();
            return "repeat";
        }
        rebuild();
        return "rebuild";
    }

    private Answer place(String request) {
        String key = KEYS.get(random.nextInt(10) == 0 ? 2 : random.nextInt(2));
        long amount = random.nextInt(160);
        Answer expected = model.place(request, key, amount);
        Answer got;
        try {
            Placed placed = await(redis.holds.place(new CreditHolds.Place(
                    request, redis.account, key, NanoUsd.of(amount), Instant.EPOCH, WINDOW, limitOf(key), null, null)));
            got = switch (placed) {
                case Placed.Ok ok -> ok.repeated() ? Answer.REPEATED : Answer.OK;
                case Placed.InsufficientCredit ignored -> Answer.CREDIT;
                case Placed.KeyLimitReached ignored -> Answer.LIMIT;
                default -> throw new AssertionError(placed);
            };
        } catch (IllegalStateException ended) {
            got = Answer.ENDED;
        }
        assertThat(got).isEqualTo(expected);
        return got;
    }

    private Answer extend(String request) {
        long total = random.nextInt(400);
        Answer expected = model.extend(request, total);
        Answer got = switch (await(redis.holds.extend(redis.account, request, NanoUsd.of(total)))) {
            case Extended.Ok ok ->
                ok.total().value() > total || expected == Answer.REPEATED ? Answer.REPEATED : Answer.OK;
            case Extended.InsufficientCredit ignored -> Answer.CREDIT;
            case Extended.KeyLimitReached ignored -> Answer.LIMIT;
            case Extended.Gone ignored -> Answer.GONE;
            case Extended.NotReady notReady -> throw new AssertionError(notReady);
        };
        assertThat(got).isEqualTo(expected);
        return got;
    }

    private Answer claim(String request) {
        Answer expected = model.claim(request);
        Answer got = switch (await(
                redis.leases.reclaim(new Leases.Claim(request, redis.account, 1, "worker", LiveRedis.POSITION)))) {
            case Leases.Claimed.HoldGone ignored -> Answer.GONE;
            case Leases.Claimed.Granted ignored -> Answer.OK;
            default -> throw new AssertionError("another answer");
        };
        assertThat(got).isEqualTo(expected);
        return got;
    }

    private Answer withdraw(String request) {
        Answer expected = model.withdraw(request);
        Answer got = await(redis.holds.voidIfUnclaimed(redis.account, request)) ? Answer.OK : Answer.CLAIMED;
        assertThat(got).isEqualTo(expected);
        return got;
    }

    /** The ledger closes up to three requests, and tells it once or twice. */
    private void settle() {
        Map<String, Long> charges = new HashMap<>();
        List<String> open = model.open();
        for (int i = random.nextInt(4); i > 0 && !open.isEmpty(); i--) {
            String request = open.remove(random.nextInt(open.size()));
            long most = Objects.requireNonNull(model.holds.get(request)).amount();
            charges.put(request, most == 0 ? 0L : random.nextLong(most + 1));
        }
        model.settle(charges);
        tell(List.copyOf(charges.keySet()));
    }

    /** Money comes in, so that what needs credit goes on being reached however long the run is. */
    private void topUp() {
        model.topUp(random.nextLong(TOP_UP));
        tell(List.of());
    }

    private void tell(List<String> closed) {
        Settlement settlement = new Settlement(redis.account, NanoUsd.of(model.posted), model.seq, closed, spends());
        settlements.add(settlement);
        for (int times = 1 + random.nextInt(2); times > 0; times--) {
            await(redis.holds.settle(settlement));
        }
    }

    /** An old statement arrives once more. */
    private void repeatSettlement() {
        if (!settlements.isEmpty()) {
            await(redis.holds.settle(settlements.get(random.nextInt(settlements.size()))));
        }
    }

    /** Balances are written again as the books have them; marks and leases stay. */
    private void rebuild() {
        List<OpenHold> open = model.holds.entrySet().stream()
                .map(each -> new OpenHold(
                        each.getKey(),
                        NanoUsd.of(each.getValue().amount()),
                        each.getValue().key(),
                        WINDOW,
                        Instant.EPOCH,
                        null,
                        limitOf(each.getValue().key())))
                .toList();
        AccountState state = new AccountState(redis.account, NanoUsd.of(model.posted), model.seq, open, spends());
        await(redis.holds.rebuild(1 + model.seq, List.of(state)));
        // as if a lease time had passed since: before, nothing is voided
        await(redis.credit.store().call(commands -> commands.del(KeyNames.EPOCH_SINCE)));
    }

    private static @Nullable NanoUsd limitOf(String key) {
        Long limit = LIMITS.get(key);
        return limit == null ? null : NanoUsd.of(limit);
    }

    private List<WindowSpend> spends() {
        return model.spent.entrySet().stream()
                .map(each -> new WindowSpend(each.getKey(), WINDOW, NanoUsd.of(each.getValue())))
                .toList();
    }

    private String newRequest() {
        requests.add(Ids.newRequestId());
        return requests.getLast();
    }

    /** A request that is open, or was taken back. */
    private String knownRequest() {
        String recent = requests.isEmpty() ? newRequest() : recentRequest();
        return model.isClosed(recent) ? newRequest() : recent;
    }

    private String recentRequest() {
        int from = Math.max(0, requests.size() - 12);
        return requests.get(from + random.nextInt(requests.size() - from));
    }
}
