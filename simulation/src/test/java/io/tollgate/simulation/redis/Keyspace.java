package io.tollgate.simulation.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is in a Redis, and the commands that the scripts and stores use, as Redis 7 answers them; any other command fails. Texts are byte
 * strings, one character a byte. A command answers a {@link String}, a {@link Long}, a {@link List} of these, or null.
 */
final class Keyspace {

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_MILLI = 1_000;
    private static final long NO_KEY = -2;
    private static final long NO_END = -1;
    private static final Set<String> FLAGS = Set.of("NX", "XX", "GT");

    /** An entry of a stream: its first number and the value of its only field. */
    record Entry(long id, String field, String value) {}

    private final LongSupplier clockMicros;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, Long> expires = new HashMap<>();

    Keyspace(LongSupplier clockMicros) {
        this.clockMicros = clockMicros;
    }

    void clear() {
        values.clear();
        expires.clear();
    }

    Map<String, String> hash(String key) {
        Map<String, String> found = find(key);
        return found == null ? Map.of() : found;
    }

    List<Entry> stream(String key) {
        List<Entry> found = find(key);
        return found == null ? List.of() : found;
    }

    Map<String, Double> sorted(String key) {
        Map<String, Double> found = find(key);
        return found == null ? Map.of() : found;
    }

    Set<String> keys() {
        return new LinkedHashSet<>(values.keySet());
    }

    @Nullable
    Object run(String command, List<String> a) {
        return switch (command) {
            case "EXISTS" -> a.stream().filter(key -> find(key) != null).count();
            case "GET" -> find(a.get(0));
            case "SET" -> set(a.get(0), a.get(1));
            case "DEL", "UNLINK" -> a.stream().filter(this::remove).count();
            case "EXPIRE" -> expire(a.get(0), Long.parseLong(a.get(1)) * MICROS_PER_SECOND);
            case "PEXPIRE" -> expire(a.get(0), Long.parseLong(a.get(1)) * MICROS_PER_MILLI);
            case "TTL" -> left(a.get(0), MICROS_PER_SECOND);
            case "PTTL" -> left(a.get(0), MICROS_PER_MILLI);
            case "TIME" -> time();
            case "HGET" -> hash(a.get(0)).get(a.get(1));
            case "HMGET" -> hmget(a);
            case "HEXISTS" -> hash(a.get(0)).containsKey(a.get(1)) ? 1L : 0L;
            case "HLEN" -> (long) hash(a.get(0)).size();
            case "HSET" -> hset(a);
            case "HSETNX" -> hash(a.get(0)).containsKey(a.get(1)) ? 0L : hset(a);
            case "HDEL" -> hdel(a);
            case "HINCRBY" -> hincrby(a);
            case "ZADD" -> zadd(a);
            case "ZREM" -> zrem(a);
            case "ZSCORE" -> score(sorted(a.get(0)).get(a.get(1)));
            case "ZCARD" -> (long) sorted(a.get(0)).size();
            case "ZRANGEBYSCORE" -> rangeByScore(a);
            case "ZRANGE" -> range(a);
            case "ZREMRANGEBYSCORE" -> removeByScore(a);
            case "SADD" -> sadd(a);
            case "SREM" -> srem(a);
            case "SMEMBERS" -> List.copyOf(set(a.get(0)));
            case "XADD" -> xadd(a);
            default -> throw new IllegalArgumentException("this Redis does not know " + command + " " + a);
        };
    }

    private List<String> time() {
        long micros = clockMicros.getAsLong();
        return List.of(Long.toString(micros / MICROS_PER_SECOND), Long.toString(micros % MICROS_PER_SECOND));
    }

    private String set(String key, String value) {
        remove(key);
        values.put(key, value);
        return "OK";
    }

    private Long expire(String key, long micros) {
        if (find(key) == null) {
            return 0L;
        }
        if (micros <= 0) {
            remove(key);
        } else {
            expires.put(key, clockMicros.getAsLong() + micros);
        }
        return 1L;
    }

    private Long left(String key, long unit) {
        if (find(key) == null) {
            return NO_KEY;
        }
        Long end = expires.get(key);
        return end == null ? NO_END : (end - clockMicros.getAsLong()) / unit;
    }

    private List<@Nullable String> hmget(List<String> a) {
        Map<String, String> hash = hash(a.get(0));
        List<@Nullable String> found = new ArrayList<>();
        for (String field : a.subList(1, a.size())) {
            found.add(hash.get(field));
        }
        return found;
    }

    private Long hset(List<String> a) {
        if (a.size() % 2 != 1 || a.size() < 3) {
            throw new IllegalArgumentException("HSET " + a);
        }
        Map<String, String> hash = findOrMake(a.get(0), LinkedHashMap::new);
        long added = 0;
        for (int i = 1; i < a.size(); i += 2) {
            added += hash.put(a.get(i), a.get(i + 1)) == null ? 1 : 0;
        }
        return added;
    }

    private Long hdel(List<String> a) {
        Map<String, String> hash = find(a.get(0));
        long removed = 0;
        if (hash != null) {
            for (String field : a.subList(1, a.size())) {
                removed += hash.remove(field) == null ? 0 : 1;
            }
            dropIfEmpty(a.get(0), hash.isEmpty());
        }
        return removed;
    }

    private Long hincrby(List<String> a) {
        if (!a.get(2).equals(Long.toString(Long.parseLong(a.get(2))))) {
            // Redis takes no -0, no +1 and no 01
            throw new RedisCommandExecutionException("ERR value is not an integer or out of range");
        }
        Map<String, String> hash = findOrMake(a.get(0), LinkedHashMap::new);
        long sum = Math.addExact(Long.parseLong(hash.getOrDefault(a.get(1), "0")), Long.parseLong(a.get(2)));
        hash.put(a.get(1), Long.toString(sum));
        return sum;
    }

    private Long zadd(List<String> a) {
        Map<String, Double> sorted = findOrMake(a.get(0), TreeMap::new);
        int from = 1;
        boolean onlyNew = false;
        boolean onlyOld = false;
        boolean onlyUp = false;
        while (FLAGS.contains(a.get(from))) {
            onlyNew |= a.get(from).equals("NX");
            onlyOld |= a.get(from).equals("XX");
            onlyUp |= a.get(from).equals("GT");
            from++;
        }
        long added = 0;
        for (int i = from; i < a.size(); i += 2) {
            Double before = sorted.get(a.get(i + 1));
            boolean known = before != null;
            boolean refused = before == null ? onlyOld : onlyNew || (onlyUp && Double.parseDouble(a.get(i)) <= before);
            if (!refused) {
                sorted.put(a.get(i + 1), Double.valueOf(a.get(i)));
                added += known ? 0 : 1;
            }
        }
        dropIfEmpty(a.get(0), sorted.isEmpty());
        return added;
    }

    private Long zrem(List<String> a) {
        Map<String, Double> sorted = find(a.get(0));
        long removed = 0;
        if (sorted != null) {
            for (String member : a.subList(1, a.size())) {
                removed += sorted.remove(member) == null ? 0 : 1;
            }
            dropIfEmpty(a.get(0), sorted.isEmpty());
        }
        return removed;
    }

    private List<String> rangeByScore(List<String> a) {
        double least = bound(a.get(1));
        double most = bound(a.get(2));
        long skip = 0;
        long limit = Long.MAX_VALUE;
        if (a.size() > 3) {
            if (!a.get(3).equals("LIMIT")) {
                throw new IllegalArgumentException("ZRANGEBYSCORE " + a);
            }
            skip = Long.parseLong(a.get(4));
            limit = Long.parseLong(a.get(5));
        }
        return sorted(a.get(0)).entrySet().stream()
                .filter(each -> each.getValue() >= least && each.getValue() <= most)
                .sorted(Comparator.<Map.Entry<String, Double>, Double>comparing(Map.Entry::getValue)
                        .thenComparing(Map.Entry::getKey))
                .skip(skip)
                .limit(limit)
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<String> range(List<String> a) {
        if (!a.get(1).equals("0") || !a.get(2).equals("-1")) {
            throw new IllegalArgumentException("ZRANGE " + a);
        }
        return rangeByScore(List.of(a.get(0), "-inf", "+inf"));
    }

    private Long removeByScore(List<String> a) {
        if (!a.get(2).startsWith("(")) {
            throw new IllegalArgumentException("ZREMRANGEBYSCORE " + a);
        }
        double below = bound(a.get(2).substring(1));
        List<String> members = new ArrayList<>(List.of(a.get(0)));
        members.addAll(rangeByScore(List.of(a.get(0), a.get(1), Double.toString(Math.nextDown(below)))));
        return zrem(members);
    }

    private static double bound(String text) {
        return switch (text) {
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "+inf" -> Double.POSITIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static @Nullable String score(@Nullable Double score) {
        return score == null ? null : LuaNumbers.text(score);
    }

    private Set<String> set(String key) {
        Set<String> found = find(key);
        return found == null ? Set.of() : found;
    }

    private Long sadd(List<String> a) {
        Set<String> set = findOrMake(a.get(0), LinkedHashSet::new);
        return a.subList(1, a.size()).stream().filter(set::add).count();
    }

    private Long srem(List<String> a) {
        Set<String> set = find(a.get(0));
        if (set == null) {
            return 0L;
        }
        long removed = a.subList(1, a.size()).stream().filter(set::remove).count();
        dropIfEmpty(a.get(0), set.isEmpty());
        return removed;
    }

    private String xadd(List<String> a) {
        List<Entry> stream = findOrMake(a.get(0), ArrayList::new);
        String id = a.get(1);
        if (!id.endsWith("-0") || a.size() != 4) {
            throw new IllegalArgumentException("XADD " + a.get(0) + " " + id);
        }
        long number = Long.parseLong(id.substring(0, id.length() - 2));
        if (number < 1 || (!stream.isEmpty() && stream.getLast().id() >= number)) {
            throw new IllegalArgumentException(
                    "ERR The ID specified in XADD is equal or smaller than the target stream top item");
        }
        stream.add(new Entry(number, a.get(2), a.get(3)));
        return id;
    }

    private boolean remove(String key) {
        boolean there = find(key) != null;
        values.remove(key);
        expires.remove(key);
        return there;
    }

    private void dropIfEmpty(String key, boolean empty) {
        if (empty) {
            remove(key);
            values.remove(key);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private <T> @Nullable T find(String key) {
        Long end = expires.get(key);
        if (end != null && end <= clockMicros.getAsLong()) {
            values.remove(key);
            expires.remove(key);
        }
        return (T) values.get(key);
    }

    private <T> T findOrMake(String key, Supplier<T> empty) {
        T found = find(key);
        if (found == null) {
            found = empty.get();
            values.put(key, found);
            expires.remove(key);
        }
        return found;
    }
}
