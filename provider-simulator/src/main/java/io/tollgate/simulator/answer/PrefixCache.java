package io.tollgate.simulator.answer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers which prompts began how, as providers' prompt caches do. Prefixes under 1,024 tokens are not cached; the oldest are
 * forgotten beyond a fixed number. The same calls in the same order always give the same hits. Thread-safe.
 */
public final class PrefixCache {

    private static final int SMALLEST = 1024;

    private final Map<String, Boolean> known;

    /**
     * What the cache gave.
     *
     * @param read tokens found
     * @param written tokens newly kept, of marked prompts only
     */
    public record Hit(int read, int written) {}

    public PrefixCache(int capacity) {
        this.known = new LinkedHashMap<>(64, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Looks a prompt up that is cached where its caller marked it, and remembers it. */
    public synchronized Hit marked(String scope, List<Ask.Segment> prompt) {
        int read = 0;
        int marked = 0;
        int tokens = 0;
        String prefix = scope;
        for (Ask.Segment segment : prompt) {
            tokens += segment.tokens();
            prefix = Digest.of(prefix + segment.digest());
            if (segment.cacheMark() && tokens >= SMALLEST) {
                marked = tokens;
                if (known.put(prefix, true) != null) {
                    read = tokens;
                }
            }
        }
        return new Hit(read, marked - read);
    }

    /** Looks a prompt up that is cached without being asked, in steps of the given tokens, and remembers it. */
    public synchronized Hit automatic(String scope, List<Ask.Segment> prompt, int step) {
        int read = 0;
        int tokens = 0;
        String prefix = scope;
        for (Ask.Segment segment : prompt) {
            tokens += segment.tokens();
            prefix = Digest.of(prefix + segment.digest());
            if (tokens >= SMALLEST && known.put(prefix, true) != null) {
                read = tokens / step * step;
            }
        }
        return new Hit(read, 0);
    }
}
