package io.tollgate.workers.usage;

import io.tollgate.contracts.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt brought.
 *
 * @param reported the provider's own count as it said it, unchecked; absent if it gave none
 * @param likelyOutputTokens tokens of the output that was seen, estimated
 * @param images images that were seen
 * @param output whether anything came that a caller can use
 * @param finishReason in OpenAI's words; absent if no choice ended
 * @param nativeFinishReason as the provider said it
 * @param upstreamId the provider's id of the call
 */
public record Counted(
        @Nullable Usage reported,
        long likelyOutputTokens,
        long images,
        boolean output,
        @Nullable String finishReason,
        @Nullable String nativeFinishReason,
        @Nullable String upstreamId) {

    /** Nothing came. */
    public static final Counted NOTHING = new Counted(null, 0, 0, false, null, null, null);
}
