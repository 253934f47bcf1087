package io.tollgate.dialects.reply;

import io.tollgate.contracts.usage.Usage;
import org.jspecify.annotations.Nullable;

/** Folds a provider's successive counts: a field that is present replaces an earlier one, an absent field leaves it. */
public final class UsageMerge {

    private UsageMerge() {}

    /** The earlier count with every field of the later one that is present. */
    public static Usage latest(@Nullable Usage earlier, Usage later) {
        if (earlier == null) {
            return later;
        }
        return new Usage(
                either(later.promptTokens(), earlier.promptTokens()),
                either(later.cachedTokens(), earlier.cachedTokens()),
                either(later.cacheWriteTokens(), earlier.cacheWriteTokens()),
                either(later.imagePromptTokens(), earlier.imagePromptTokens()),
                either(later.audioPromptTokens(), earlier.audioPromptTokens()),
                either(later.completionTokens(), earlier.completionTokens()),
                either(later.reasoningTokens(), earlier.reasoningTokens()),
                either(later.imageCompletionTokens(), earlier.imageCompletionTokens()),
                either(later.audioCompletionTokens(), earlier.audioCompletionTokens()),
                either(later.inputImages(), earlier.inputImages()),
                either(later.outputImages(), earlier.outputImages()),
                either(later.webSearches(), earlier.webSearches()),
                later.source());
    }

    private static @Nullable Long either(@Nullable Long later, @Nullable Long earlier) {
        return later == null ? earlier : later;
    }
}
