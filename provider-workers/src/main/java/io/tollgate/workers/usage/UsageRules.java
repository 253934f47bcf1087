package io.tollgate.workers.usage;

import io.tollgate.contracts.request.PromptFeatures;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.contracts.usage.UsageSource;
import io.tollgate.pricing.HoldBounds;
import org.jspecify.annotations.Nullable;

/**
 * Fixes the usage of an attempt: what the provider reported, wherever that can be true, and an estimate from what was seen
 * wherever it is missing or cannot. One estimated or corrected quantity marks the whole usage as
 * {@link UsageSource#ESTIMATED}.
 */
public final class UsageRules {

    /** A report may exceed a bound by this factor, for what providers add on their own, before it counts as nonsense. */
    private static final long TOLERANCE_FACTOR = 2;
    /** And by this many tokens. */
    private static final long TOLERANCE_TOKENS = 4_096;
    /** No answer has more output tokens than this, where neither caller nor endpoint has a limit. */
    private static final long MOST_OUTPUT = 2_000_000;
    /** No reply holds more images or searches than this. */
    private static final long MOST_PIECES = 1_000;

    private UsageRules() {}

    /**
     * The usage to record.
     *
     * @param endpointMaxOutputTokens the most output tokens the endpoint gives; absent if unknown
     */
    public static Usage fix(
            Counted counted, Outcome outcome, PromptFeatures features, @Nullable Long endpointMaxOutputTokens) {
        if (counted.reported() == null && !counted.output() && !outcome.equals(Outcome.COMPLETED)) {
            return Usage.NONE;
        }
        Usage reported = counted.reported() == null ? Usage.NONE : counted.reported();
        Checked checked = new Checked();
        Long prompt = checked.total(
                reported.promptTokens(),
                tolerated(features.promptTokensBound()),
                features.promptTokensBound(),
                features.promptTokensEstimate());
        Long completion = checked.total(
                atLeastSeen(reported.completionTokens(), counted, outcome),
                tolerated(Math.min(MOST_OUTPUT, HoldBounds.mostOutput(features, endpointMaxOutputTokens))),
                counted.likelyOutputTokens(),
                counted.likelyOutputTokens());
        boolean cut =
                wasCut(counted, outcome) && counted.likelyOutputTokens() > Usage.orZero(reported.completionTokens());
        Usage usage = new Usage(
                prompt,
                checked.part(reported.cachedTokens(), prompt),
                checked.part(reported.cacheWriteTokens(), prompt),
                checked.part(reported.imagePromptTokens(), prompt),
                checked.part(reported.audioPromptTokens(), prompt),
                completion,
                checked.part(reported.reasoningTokens(), completion),
                checked.part(reported.imageCompletionTokens(), completion),
                checked.part(reported.audioCompletionTokens(), completion),
                checked.pieces(reported.inputImages()),
                checked.pieces(
                        reported.outputImages() == null && counted.images() > 0
                                ? Long.valueOf(counted.images())
                                : reported.outputImages()),
                checked.pieces(reported.webSearches()),
                UsageSource.REPORTED);
        return checked.corrected || cut || reported.source() == UsageSource.ESTIMATED ? estimated(usage) : usage;
    }

    private static boolean wasCut(Counted counted, Outcome outcome) {
        return !outcome.equals(Outcome.COMPLETED) && counted.finishReason() == null;
    }

    /** The report of a reply that was cut may be older than the output that was seen. */
    private static @Nullable Long atLeastSeen(@Nullable Long reported, Counted counted, Outcome outcome) {
        if (!wasCut(counted, outcome) || reported == null) {
            return reported;
        }
        return Long.valueOf(Math.max(reported, counted.likelyOutputTokens()));
    }

    private static long tolerated(long bound) {
        return bound > Long.MAX_VALUE / 4 ? Long.MAX_VALUE : TOLERANCE_FACTOR * bound + TOLERANCE_TOKENS;
    }

    private static Usage estimated(Usage usage) {
        return new Usage(
                usage.promptTokens(),
                usage.cachedTokens(),
                usage.cacheWriteTokens(),
                usage.imagePromptTokens(),
                usage.audioPromptTokens(),
                usage.completionTokens(),
                usage.reasoningTokens(),
                usage.imageCompletionTokens(),
                usage.audioCompletionTokens(),
                usage.inputImages(),
                usage.outputImages(),
                usage.webSearches(),
                UsageSource.ESTIMATED);
    }

    /** Checks single quantities and remembers whether one had to be corrected. */
    private static final class Checked {

        private boolean corrected;

        Long total(@Nullable Long reported, long tolerated, long ifTooMany, long ifMissing) {
            if (reported == null || reported < 0) {
                corrected = true;
                return ifMissing;
            }
            if (reported > tolerated) {
                corrected = true;
                return ifTooMany;
            }
            return reported;
        }

        @Nullable
        Long part(@Nullable Long reported, Long whole) {
            if (reported == null || (reported <= whole && reported >= 0)) {
                return reported;
            }
            corrected = true;
            return reported < 0 ? null : whole;
        }

        @Nullable
        Long pieces(@Nullable Long reported) {
            if (reported == null || (reported >= 0 && reported <= MOST_PIECES)) {
                return reported;
            }
            corrected = true;
            return null;
        }
    }
}
