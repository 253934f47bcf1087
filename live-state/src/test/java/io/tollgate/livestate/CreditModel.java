package io.tollgate.livestate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What an account's credit must be, by the simplest means: what the scripts are compared with. Nano-dollars. */
final class CreditModel {

    /** What a call must answer. */
    enum Answer {
        OK,
        REPEATED,
        CREDIT,
        LIMIT,
        GONE,
        CLAIMED,
        ENDED
    }

    record Hold(String key, long amount) {}

    final Map<String, Hold> holds = new TreeMap<>();
    final Map<String, Long> spent = new HashMap<>();
    private final Map<String, Long> limits;
    private final Set<String> claimed = new HashSet<>();
    private final Set<String> voided = new HashSet<>();
    private final Set<String> closed = new HashSet<>();
    long posted;
    long seq;

    /**
     * @param limits most that each key may spend; a key that is missing has no limit
     */
    CreditModel(long posted, Map<String, Long> limits) {
        this.posted = posted;
        this.limits = limits;
    }

    long held() {
        return holds.values().stream().mapToLong(Hold::amount).sum();
    }

    private long keyFree(String key) {
        long heldByKey = holds.values().stream()
                .filter(hold -> hold.key().equals(key))
                .mapToLong(Hold::amount)
                .sum();
        return limits.getOrDefault(key, Long.MAX_VALUE / 2) - spent.getOrDefault(key, 0L) - heldByKey;
    }

    Answer place(String request, String key, long amount) {
        if (holds.containsKey(request)) {
            return Answer.REPEATED;
        }
        if (voided.contains(request) || claimed.contains(request)) {
            return Answer.ENDED;
        }
        if (keyFree(key) < amount) {
            return Answer.LIMIT;
        }
        if (posted - held() < amount) {
            return Answer.CREDIT;
        }
        holds.put(request, new Hold(key, amount));
        return Answer.OK;
    }

    Answer extend(String request, long total) {
        Hold hold = holds.get(request);
        if (hold == null) {
            return Answer.GONE;
        }
        long more = total - hold.amount();
        if (more <= 0) {
            return Answer.REPEATED;
        }
        if (keyFree(hold.key()) < more) {
            return Answer.LIMIT;
        }
        if (posted - held() < more) {
            return Answer.CREDIT;
        }
        holds.put(request, new Hold(hold.key(), total));
        return Answer.OK;
    }

    Answer claim(String request) {
        if (voided.contains(request) || (!holds.containsKey(request) && !claimed.contains(request))) {
            return Answer.GONE;
        }
        claimed.add(request);
        return Answer.OK;
    }

    Answer withdraw(String request) {
        if (claimed.contains(request)) {
            return Answer.CLAIMED;
        }
        holds.remove(request);
        voided.add(request);
        return Answer.OK;
    }

    /** Charges and closes requests; what is charged is at most their holds. */
    void settle(Map<String, Long> charges) {
        charges.forEach((request, charge) -> {
            Hold hold = holds.remove(request);
            closed.add(request);
            if (hold != null) {
                posted -= charge;
                spent.merge(hold.key(), charge, Long::sum);
            }
        });
        seq++;
    }

    void topUp(long amount) {
        posted += amount;
        seq++;
    }

    /** Whether the books have closed a request, whose id never comes again. */
    boolean isClosed(String request) {
        return closed.contains(request);
    }

    List<String> open() {
        return new ArrayList<>(holds.keySet());
    }
}
