package io.tollgate.workers.budget;

import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.money.NanoUsd;
import io.tollgate.pricing.HoldBounds;

/**
 * How far the output of one stream may go before more credit must be set aside. The credit is asked for when three quarters of
 * what is covered are used, so that it is usually there in time; output waits where it is not. Not thread-safe.
 */
public final class Budget {

    /** What to do now. */
    public enum Step {
        /** Read on. */
        READ,
        /** Ask for another slice and read on meanwhile. */
        EXTEND,
        /** Read nothing more until the answer about the slice is there. */
        WAIT,
        /** Nothing is left: stop the provider. */
        STOP
    }

    private static final int QUARTERS_USED = 3;

    private final RouteAssigned route;
    private final long limitTokens;
    private final long sliceTokens;
    private NanoUsd held;
    private long coveredTokens;
    private int slice;
    private boolean asking;
    private boolean refusedOnce;
    private boolean refusedForGood;

    public Budget(RouteAssigned route) {
        this.route = route;
        this.limitTokens = HoldBounds.mostOutput(route.features(), route.stop().maxOutputTokens());
        this.sliceTokens = Math.max(1, route.hold().sliceTokens());
        this.held = route.hold().amount();
        this.coveredTokens = covered(held);
    }

    /** The whole hold at this moment. */
    public NanoUsd held() {
        return held;
    }

    /** Output tokens that the hold covers at this stop. */
    public long coveredTokens() {
        return coveredTokens;
    }

    /** Output tokens that must be covered before the provider is called. */
    public long firstTokens() {
        return Math.min(limitTokens, HoldBounds.firstSlice(route.features(), sliceTokens));
    }

    /** The most output tokens this request can have at this stop. */
    public long limitTokens() {
        return limitTokens;
    }

    /**
     * What to do when this much output was seen.
     *
     * @param outputTokens a number the real one hardly ever exceeds
     */
    public Step next(long outputTokens) {
        if (coveredTokens >= limitTokens) {
            return Step.READ;
        }
        boolean exhausted = outputTokens >= coveredTokens;
        if (asking) {
            return exhausted ? Step.WAIT : Step.READ;
        }
        if (refusedForGood && exhausted) {
            return Step.STOP;
        }
        if (refusedOnce && !exhausted) {
            return Step.READ;
        }
        return exhausted || outputTokens >= coveredTokens / 4 * QUARTERS_USED ? Step.EXTEND : Step.READ;
    }

    /** The hold to ask for: one slice more. */
    public NanoUsd ask() {
        return askFor(coveredTokens > Long.MAX_VALUE - sliceTokens ? coveredTokens : coveredTokens + sliceTokens);
    }

    /** The hold to ask for so that this much output is covered. */
    public NanoUsd askFor(long outputTokens) {
        asking = true;
        NanoUsd bound = HoldBounds.bound(
                route.stop().prices(), route.features(), Math.min(outputTokens, limitTokens), route.feeBasisPoints());
        return NanoUsd.max(held, route.billedBefore().plus(bound));
    }

    /** The number of the extension being asked for, within this attempt, from 1. */
    public int slice() {
        return slice + 1;
    }

    /** The hold was extended to this amount. */
    public void granted(NanoUsd amount) {
        asking = false;
        refusedOnce = false;
        held = NanoUsd.max(held, amount);
        coveredTokens = covered(held);
        slice++;
    }

    /** The extension was refused; it is asked for once more when what is covered is used up. */
    public void refused(long outputTokens) {
        asking = false;
        refusedForGood = refusedOnce || outputTokens >= coveredTokens;
        refusedOnce = true;
    }

    /** Nobody answered; the same is asked again. */
    public void unanswered() {
        asking = false;
    }

    private long covered(NanoUsd amount) {
        return Math.max(
                0,
                HoldBounds.coveredOutputTokens(
                        route.stop().prices(),
                        route.features(),
                        amount.minus(route.billedBefore()),
                        route.feeBasisPoints(),
                        limitTokens));
    }
}
