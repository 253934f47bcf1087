package io.tollgate.simulator.oracle;

import java.util.Map;
import java.util.TreeMap;

/** Sums over the record, kept as it grows. Bounded: providers and kinds of ends beyond 1,000 are summed as {@code other}. */
final class CallTotals {

    private static final int MOST_NAMES = 1_000;

    private long calls;
    private long promptTokens;
    private long cachedTokens;
    private long cacheWriteTokens;
    private long completionTokens;
    private long tokensWritten;
    private long bytesFlushed;
    private long okCompletionTokens;
    private long okPromptTokens;
    private final Map<String, Long> byEnd = new TreeMap<>();
    private final Map<String, Long> byDialect = new TreeMap<>();
    private final Map<String, Long> byProvider = new TreeMap<>();

    synchronized void add(CallRecord call) {
        calls++;
        promptTokens += call.promptTokens();
        cachedTokens += call.cachedTokens();
        cacheWriteTokens += call.cacheWriteTokens();
        completionTokens += call.completionTokens();
        tokensWritten += call.tokensWritten();
        bytesFlushed += call.bytesFlushed();
        if (call.ended().equals("ok")) {
            okCompletionTokens += call.completionTokens();
            okPromptTokens += call.promptTokens();
        }
        count(byEnd, call.ended());
        count(byDialect, call.dialect());
        count(byProvider, call.provider());
    }

    private static void count(Map<String, Long> counts, String name) {
        counts.merge(counts.containsKey(name) || counts.size() < MOST_NAMES ? name : "other", 1L, Long::sum);
    }

    synchronized Summary summary(long running, long lost) {
        return new Summary(
                calls,
                running,
                lost,
                promptTokens,
                cachedTokens,
                cacheWriteTokens,
                completionTokens,
                tokensWritten,
                bytesFlushed,
                okPromptTokens,
                okCompletionTokens,
                new TreeMap<>(byEnd),
                new TreeMap<>(byDialect),
                new TreeMap<>(byProvider));
    }

    /**
     * Sums over all recorded calls.
     *
     * @param running calls that have no line yet
     * @param lost calls whose line could not be kept; the sums are wrong unless it is 0
     */
    record Summary(
            long calls,
            long running,
            long lost,
            long promptTokens,
            long cachedTokens,
            long cacheWriteTokens,
            long completionTokens,
            long tokensWritten,
            long bytesFlushed,
            long okPromptTokens,
            long okCompletionTokens,
            Map<String, Long> byEnd,
            Map<String, Long> byDialect,
            Map<String, Long> byProvider) {}
}
