package io.tollgate.ingress.auth;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Hashes that the ledger did not know a moment ago, so that it is not asked again for each wrong guess. Thread-safe. */
final class UnknownKeys {

    private final long keepNanos;
    private final int most;
    private final Map<String, Long> untilNanos = new LinkedHashMap<>();

    UnknownKeys(Duration keep, int most) {
        this.keepNanos = keep.toNanos();
        this.most = most;
    }

    synchronized void add(String hash, long nowNanos) {
        if (untilNanos.size() >= most) {
            Iterator<String> oldest = untilNanos.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        untilNanos.put(hash, nowNanos + keepNanos);
    }

    synchronized boolean contains(String hash, long nowNanos) {
        Long until = untilNanos.get(hash);
        if (until == null) {
            return false;
        }
        if (until - nowNanos > 0) {
            return true;
        }
        untilNanos.remove(hash);
        return false;
    }
}
