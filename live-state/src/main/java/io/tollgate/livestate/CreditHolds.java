package io.tollgate.livestate;

import io.smallrye.mutiny.Uni;
import io.tollgate.contracts.money.NanoUsd;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds on credit: the fast gate in front of the ledger, which is the truth. Every change is one atomic script, idempotent by request id
 * or by the ledger's sequence number, so each call may be repeated after a failure. Without an epoch (Redis restarted, or is being
 * rebuilt) nothing is granted.
 *
 * <p>Amounts are nano-dollars from 0 to {@link #MAX_AMOUNT}; larger ones are refused with {@link IllegalArgumentException}. Every method
 * fails with {@link RedisUnavailableException} if Redis does not answer, and emits on the subscriber's Vert.x context if it has one.
 */
@Singleton
public final class CreditHolds {

    /** The largest amount that Redis scripts compare exactly: 2^53 - 1 nano-dollars, some nine million dollars. */
    public static final NanoUsd MAX_AMOUNT = NanoUsd.of((1L << 53) - 1);

    private static final long VOID_MARK_SECONDS = 24L * 3600;

    private final RedisStore store;
    private final long unconfirmedMillis;
    private final long leaseMillis;

    @Inject
    public CreditHolds(CreditRedis redis) {
        this.store = redis.store();
        this.unconfirmedMillis = redis.unconfirmed().toMillis();
        this.leaseMillis = redis.leaseTtl().toMillis();
    }

    /**
     * What to set aside for a request.
     *
     * @param deadline the request is not executed after this
     * @param limitWindow the key's spending window the hold counts against, e.g. {@code monthly:2026-11}; empty if the key has no limit.
     *     A window that never ends has a name without a date, e.g. {@code total}
     * @param limit most the key may spend in that window, held amounts included; absent if unlimited
     * @param concurrency most requests of the key at once; absent if unlimited
     * @param requestsPerMinute most accepted requests of the key at a stretch, and how many of them come back in a minute, evenly
     *     spread (a token bucket); absent if unlimited
     */
    public record Place(
            String requestId,
            String account,
            String key,
            NanoUsd amount,
            Instant deadline,
            String limitWindow,
            @Nullable NanoUsd limit,
            @Nullable Integer concurrency,
            @Nullable Integer requestsPerMinute) {}

    /** What became of a {@link Place}. Only {@link Ok} sets anything aside. */
    public sealed interface Placed {

        /**
         * The amount is set aside.
         *
         * @param amount what is set aside; on a repeat, what the first call set aside, extensions included
         * @param repeated whether it was set aside before
         */
        record Ok(NanoUsd amount, boolean repeated) implements Placed {}

        /**
         * The account has not enough.
         *
         * @param free credit that is not held; may be negative
         * @param heldByOthers whether the account's whole credit would do, so that waiting for running requests may help
         */
        record InsufficientCredit(NanoUsd free, boolean heldByOthers) implements Placed {}

        /**
         * The key's spending limit does not allow it.
         *
         * @param free what the key may still spend in the window; may be negative
         * @param heldByOthers whether what the key has not spent would do, so that waiting for running requests may help
         */
        record KeyLimitReached(NanoUsd free, boolean heldByOthers) implements Placed {}

        /**
         * The key has used up its requests for now.
         *
         * @param retryAfterSeconds until the next one is allowed, 1 to 60
         * @param limit requests a minute
         * @param remaining requests left, always 0 here
         */
        record TooManyRequests(long retryAfterSeconds, int limit, int remaining) implements Placed {}

        /** The key has as many requests running as it may. */
        record TooManyConcurrent(int limit) implements Placed {}

        /** The credit store is empty or being rebuilt. */
        record NotReady() implements Placed {}
    }

    /** What became of an extension. Only {@link Ok} changed anything. */
    public sealed interface Extended {

        /**
         * The hold is at least as large as asked.
         *
         * @param total the whole hold now
         */
        record Ok(NanoUsd total) implements Extended {}

        /**
         * The account has not enough; the hold is as before.
         *
         * @param free credit that is not held
         */
        record InsufficientCredit(NanoUsd free) implements Extended {}

        /**
         * The key's spending limit does not allow it; the hold is as before.
         *
         * @param free what the key may still spend in the window
         */
        record KeyLimitReached(NanoUsd free) implements Extended {}

        /** There is no such hold (any more). */
        record Gone() implements Extended {}

        /** The credit store is empty or being rebuilt. */
        record NotReady() implements Extended {}
    }

    /**
     * An account's sums as the ledger has booked them.
     *
     * @param posted credit after all postings up to {@code seq}; may be negative after an adjustment
     * @param seq the ledger's sequence number of the account, growing with every change of it
     * @param releasedRequests requests whose holds the books have closed
     * @param spent what keys have spent in their windows, absolute values as of {@code seq}. Also state them, with no release, when a
     *     key gets a limit or a window of another length
     */
    public record Settlement(
            String account, NanoUsd posted, long seq, List<String> releasedRequests, List<WindowSpend> spent) {

        public Settlement {
            releasedRequests = List.copyOf(releasedRequests);
            spent = List.copyOf(spent);
        }
    }

    /**
     * What a key has spent in a window.
     *
     * @param window as in {@link Place#limitWindow}, never empty
     */
    public record WindowSpend(String key, String window, NanoUsd spent) {}

    /**
     * An account as a rebuild writes it.
     *
     * @param posted credit after all postings
     * @param seq the ledger's sequence number of the account
     * @param holds every open hold
     */
    public record AccountState(
            String account, NanoUsd posted, long seq, List<OpenHold> holds, List<WindowSpend> spent) {

        public AccountState {
            holds = List.copyOf(holds);
            spent = List.copyOf(spent);
        }
    }

    /**
     * A hold that is not released yet.
     *
     * @param limitWindow the key's spending window it counts against; empty if none
     * @param deadline after which its request is not executed; absent if unknown, as in what Redis has
     * @param limit most the key may spend in that window; absent if unlimited or unknown, as in what Redis has
     */
    public record OpenHold(
            String requestId,
            NanoUsd amount,
            String key,
            String limitWindow,
            Instant placedAt,
            @Nullable Instant deadline,
            @Nullable NanoUsd limit) {

        /** A hold of unknown deadline and limit. */
        public OpenHold(String requestId, NanoUsd amount, String key, String limitWindow, Instant placedAt) {
            this(requestId, amount, key, limitWindow, placedAt, null, null);
        }
    }

    /**
     * An account as Redis has it.
     *
     * @param held sum of the holds, as admission uses it
     * @param seq the last settled sequence number; -1 if none
     * @param holds open holds by request id; their amounts sum to {@code held}
     */
    public record AccountSnapshot(String account, NanoUsd posted, NanoUsd held, long seq, Map<String, OpenHold> holds) {

        public AccountSnapshot {
            holds = Map.copyOf(holds);
        }
    }

    /**
     * Sets credit aside. All limits are checked and counted in one step; a repeat with the same request id answers {@link Placed.Ok}
     * with what was set aside before. Unless {@link UnclosedRequests#confirm} follows in time, or somebody claims the request, the sweep
     * of the workers takes the hold back.
     *
     * @return fails with {@link IllegalStateException} if the request was closed or voided before
     */
    public Uni<Placed> place(Place place) {
        List<String> keys = List.of(
                KeyNames.EPOCH,
                KeyNames.credit(place.account()),
                KeyNames.holds(place.account()),
                KeyNames.running(place.account()),
                KeyNames.rate(place.key()),
                KeyNames.lease(place.account(), place.requestId()),
                KeyNames.spend(place.account(), place.key(), place.limitWindow()),
                KeyNames.UNCLOSED);
        List<Object> arguments = List.of(
                place.requestId(),
                amount(place.amount()),
                place.key(),
                window(place.limitWindow()),
                place.limit() == null ? "" : clamped(place.limit()),
                orEmpty(place.concurrency()),
                orEmpty(place.requestsPerMinute()),
                SpendingWindow.keptSeconds(place.limitWindow()),
                KeyNames.member(place.account(), place.requestId()),
                unconfirmedMillis);
        return store.run(Script.PLACE, keys, arguments).map(reply -> placed(place, reply));
    }

    /**
     * Releases a request's hold unless somebody has claimed the request, and keeps anybody from claiming it afterwards. Emits whether the
     * request is void now: false means that somebody works on it and it must be served. Whoever voids a request must close it; if that
     * fails, the sweep of the workers does. Idempotent.
     *
     * @return fails with {@link NotReadyException} without an epoch, and for a lease time after Redis was lost, in which whoever was running
     *     the request claims it again
     */
    public Uni<Boolean> voidIfUnclaimed(String account, String requestId) {
        List<String> keys = List.of(
                KeyNames.EPOCH,
                KeyNames.credit(account),
                KeyNames.holds(account),
                KeyNames.running(account),
                KeyNames.lease(account, requestId),
                KeyNames.UNCLOSED,
                KeyNames.EPOCH_SINCE);
        List<Object> arguments = List.of(
                requestId,
                KeyNames.spendPrefix(account),
                VOID_MARK_SECONDS,
                KeyNames.member(account, requestId),
                unconfirmedMillis,
                leaseMillis);
        return store.run(Script.VOID, keys, arguments).map(reply -> switch (reply.status()) {
            case "OK" -> true;
            case "CLAIMED" -> false;
            case "NOTREADY" -> throw new NotReadyException();
            default -> throw reply.unexpected();
        });
    }

    /**
     * Raises a hold to a new total, which must be covered by the account's free credit and the key's limit. Idempotent: a total that the
     * hold already has, or exceeds, changes nothing.
     */
    public Uni<Extended> extend(String account, String requestId, NanoUsd newTotal) {
        List<String> keys = List.of(KeyNames.EPOCH, KeyNames.credit(account), KeyNames.holds(account));
        return store.run(Script.EXTEND, keys, List.of(requestId, amount(newTotal), KeyNames.spendPrefix(account)))
                .map(reply -> switch (reply.status()) {
                    case "OK" -> new Extended.Ok(reply.money(1));
                    case "CREDIT" -> new Extended.InsufficientCredit(reply.money(1));
                    case "LIMIT" -> new Extended.KeyLimitReached(reply.money(1));
                    case "GONE" -> new Extended.Gone();
                    case "NOTREADY" -> new Extended.NotReady();
                    default -> throw reply.unexpected();
                });
    }

    /**
     * States an account's sums after a commit of the ledger, which alone may call this. Releases always take effect; the sums only if
     * {@code seq} is newer than the last one. Idempotent, and harmless out of order.
     *
     * @return fails with {@link NotReadyException} without an epoch: the ledger settles again after its rebuild
     */
    public Uni<Void> settle(Settlement settlement) {
        String account = settlement.account();
        List<String> keys = List.of(
                KeyNames.EPOCH,
                KeyNames.credit(account),
                KeyNames.holds(account),
                KeyNames.running(account),
                KeyNames.UNCLOSED);
        List<Object> arguments = new ArrayList<>();
        arguments.add(clamped(settlement.posted()));
        arguments.add(settlement.seq());
        arguments.add(KeyNames.spendPrefix(account));
        arguments.add(KeyNames.memberPrefix(account));
        arguments.add(settlement.releasedRequests().size());
        arguments.addAll(settlement.releasedRequests());
        settlement.spent().forEach(spend -> addSpend(arguments, spend));
        return store.run(Script.SETTLE, keys, arguments)
                .invoke(reply -> {
                    if ("NOTREADY".equals(reply.status())) {
                        throw new NotReadyException();
                    }
                })
                .replaceWithVoid();
    }

    /** Whether the store has an epoch, so that holds can be placed. */
    public Uni<Boolean> ready() {
        return store.call(commands -> commands.exists(KeyNames.EPOCH)).map(found -> found == 1);
    }

    /**
     * Replaces every balance and hold by the ledger's, which alone may call this. Nothing is granted meanwhile; the epoch is written last.
     * The states must include every hold whose request can still reach a worker: the ledger reads {@code holds.v1} to its end first.
     * Leases stay as they are; after a rebuild, requests that ran before it can for one lease time only be claimed again by those who ran
     * them.
     *
     * @param epoch number of this rebuild, growing
     * @return fails with {@link RebuildOvertakenException} if another rebuild began or Redis restarted meanwhile; then nothing is granted
     *     until a later rebuild succeeds
     */
    public Uni<Void> rebuild(long epoch, Iterable<AccountState> states) {
        return new Rebuild(store).run(epoch, states);
    }

    /** An account as Redis has it now, for audits and for finding holds that never reached the ledger. */
    public Uni<AccountSnapshot> snapshot(String account) {
        return AccountReader.read(store, account);
    }

    /** The amount as a script argument; a hold is never larger than can be compared exactly. */
    static String amount(NanoUsd amount) {
        if (amount.isNegative() || amount.compareTo(MAX_AMOUNT) > 0) {
            throw new IllegalArgumentException("a hold is between 0 and 2^53 - 1 nano-dollars");
        }
        return Long.toString(amount.value());
    }

    /** A balance or limit as a script argument; what is too large to be compared exactly counts as the largest exact value. */
    static String clamped(NanoUsd amount) {
        return Long.toString(NanoUsd.max(MAX_AMOUNT.negated(), NanoUsd.min(MAX_AMOUNT, amount))
                .value());
    }

    static void addSpend(List<Object> arguments, WindowSpend spend) {
        arguments.add(KeyNames.requirePlain(spend.key()));
        arguments.add(KeyNames.requirePlain(spend.window()));
        arguments.add(clamped(spend.spent()));
        arguments.add(SpendingWindow.keptSeconds(spend.window()));
    }

    static String window(String window) {
        return window.isEmpty() ? window : KeyNames.requirePlain(window);
    }

    private static String orEmpty(@Nullable Integer number) {
        return number == null ? "" : number.toString();
    }

    private static Placed placed(Place place, ScriptReply reply) {
        return switch (reply.status()) {
            case "OK" -> new Placed.Ok(reply.money(1), reply.flag(2));
            case "CREDIT" ->
                new Placed.InsufficientCredit(reply.money(1), reply.money(2).compareTo(place.amount()) >= 0);
            case "LIMIT" ->
                new Placed.KeyLimitReached(reply.money(1), reply.money(2).compareTo(place.amount()) >= 0);
            case "RATE" -> new Placed.TooManyRequests(reply.number(1), orZero(place.requestsPerMinute()), 0);
            case "CONCURRENT" -> new Placed.TooManyConcurrent(orZero(place.concurrency()));
            case "NOTREADY" -> new Placed.NotReady();
            case "ENDED" -> throw new IllegalStateException("request " + place.requestId() + " has ended already");
            default -> throw reply.unexpected();
        };
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
