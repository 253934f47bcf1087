package io.tollgate.simulator.script;

import io.tollgate.simulator.answer.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The scripts in force. A model's script wins over its provider's, that over the one for all calls. At most 10,000 scripts are
 * kept. Thread-safe.
 */
public final class Scripts {

    private static final int MOST = 10_000;

    private final long seed;
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Map<String, Integer> ordinals = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    };

    private static final class Entry {
        private final Script script;
        private final int[] left;

        private Entry(Script script) {
            this.script = script;
            this.left = script.faultsInOrder().stream()
                    .mapToInt(fault -> fault.nextCalls() == null ? 0 : fault.nextCalls())
                    .toArray();
        }
    }

    /** What a script is for. */
    public enum Scope {
        MODEL,
        PROVIDER,
        DEFAULT
    }

    /** @param seed decides, with the call itself, whether a fault with a probability strikes */
    public Scripts(long seed) {
        this.seed = seed;
    }

    /**
     * Sets a script, in place of the one before.
     *
     * @throws IllegalArgumentException if its values make no sense, or there are too many scripts
     */
    public synchronized void put(Scope scope, String name, Script script) {
        String problem = script.problem();
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        if (entries.size() >= MOST) {
            throw new IllegalArgumentException("too many scripts");
        }
        entries.put(key(scope, name), new Entry(script));
    }

    public synchronized void remove(Scope scope, String name) {
        entries.remove(key(scope, name));
    }

    public synchronized void clear() {
        entries.clear();
    }

    /** The scripts by scope and name. */
    public synchronized Map<String, Script> all() {
        Map<String, Script> all = new TreeMap<>();
        entries.forEach((key, entry) -> all.put(key, entry.script));
        return all;
    }

    /** Pace, length and text for a call; without faults. */
    public synchronized Script of(String provider, String model) {
        Script merged = Script.NOTHING;
        for (Entry entry : inOrder(provider, model)) {
            merged = merged.over(entry.script);
        }
        return merged;
    }

    /**
     * The fault that strikes a call, counting it.
     *
     * @param fingerprint stands for the call's content: the same call repeated draws anew, the same sequence the same way
     */
    public synchronized Optional<Fault> strike(String provider, String model, String fingerprint) {
        for (Entry entry : inOrder(provider, model)) {
            List<Fault> faults = entry.script.faultsInOrder();
            for (int i = 0; i < faults.size(); i++) {
                if (strikes(faults.get(i), entry, i, provider + "/" + model + "/" + fingerprint)) {
                    return Optional.of(faults.get(i));
                }
            }
        }
        return Optional.empty();
    }

    private boolean strikes(Fault fault, Entry entry, int index, String call) {
        if (fault.nextCalls() != null && entry.left[index] <= 0) {
            return false;
        }
        Double probability = fault.probability();
        if (probability != null) {
            int ordinal = ordinals.merge(call, 1, Integer::sum);
            if (Digest.fraction(seed + "/" + index + "/" + ordinal + "/" + call) >= probability) {
                return false;
            }
        }
        entry.left[index]--;
        return true;
    }

    private List<Entry> inOrder(String provider, String model) {
        List<Entry> found = new ArrayList<>(3);
        for (String key : List.of(key(Scope.MODEL, model), key(Scope.PROVIDER, provider), key(Scope.DEFAULT, ""))) {
            Entry entry = entries.get(key);
            if (entry != null) {
                found.add(entry);
            }
        }
        return found;
    }

    private static String key(Scope scope, String name) {
        return switch (scope) {
            case MODEL -> "models/" + name;
            case PROVIDER -> "providers/" + name;
            case DEFAULT -> "default";
        };
    }
}
