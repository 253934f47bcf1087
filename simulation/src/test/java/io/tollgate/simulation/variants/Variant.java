package io.tollgate.simulation.variants;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One way to break the protocol. The simulation must find each; {@link #SOUND} is the protocol as it is. */
public enum Variant {
    /** The protocol as it is. */
    SOUND,
    /** A claim takes over a lease that has not run out. */
    CLAIM_IGNORES_LEASES("CLAIM", "if left > 0 then", "if false then"),
    /** Frames are appended whatever the fence. */
    APPEND_IGNORES_FENCE("REPLY_APPEND", "if state[1] ~= ARGV[1] then", "if false then"),
    /** An older balance overwrites a newer one. */
    SETTLE_IGNORES_SEQUENCE(
            "SETTLE",
            "if tonumber(ARGV[2]) > tonumber(redis.call('HGET', KEYS[2], 'seq') or '-1') then",
            "if true then"),
    /** A hold is placed whatever the credit. */
    PLACE_IGNORES_CREDIT("PLACE", "if free < amount then\n  return {'CREDIT'", "if false then\n  return {'CREDIT'"),
    /** A hold is extended whatever the credit. */
    EXTEND_IGNORES_CREDIT("EXTEND", "if free < more then\n  return {'CREDIT'", "if false then\n  return {'CREDIT'"),
    /** A request that somebody works on is voided. */
    VOID_IGNORES_CLAIMS("VOID", "if state and state ~= 'VOIDED' then", "if false then"),
    /** A void request can be claimed. */
    CLAIM_IGNORES_VOID("CLAIM", "if state == 'VOIDED' then", "if false then"),
    /** A rebuild writes balances and no holds. */
    REBUILD_FORGETS_HOLDS,
    /** A rebuild waits neither for those who publish nor until the books have read the log to its end. */
    REBUILD_DOES_NOT_CATCH_UP,
    /** Whoever publishes goes on before Kafka has the record. */
    KAFKA_IS_NOT_AWAITED,
    /** An attempt publishes its usage without storing how it ends. */
    CONCLUSION_IS_NOT_STORED("CONCLUDE", "redis.call('HSET', KEYS[1], 'conclusion', ARGV[2])", ""),
    /** Whoever opens a reply is not told that Redis lost it. */
    OPEN_HIDES_LOSS("REPLY_OPEN", "lost and '1' or '0'", "'0'"),
    /** Whoever recovers an attempt calls the provider again. */
    RECOVERY_CALLS_AGAIN,
    /** The ledger does not look whether an attempt is charged. */
    LEDGER_FORGETS_CHARGES,
    /** A dispatch record is acknowledged as soon as it arrives, and leases that ran out are nobody's. */
    NOBODY_RECOVERS,
    /** Holds that nobody confirms are nobody's. */
    NOBODY_SWEEPS;

    private final @Nullable String script;
    private final String sound;
    private final String broken;

    Variant() {
        this(null, "", "");
    }

    Variant(@Nullable String script, String sound, String broken) {
        this.script = script;
        this.sound = sound;
        this.broken = broken;
    }

    /**
     * The text of a script under this variant.
     *
     * @throws IllegalStateException if the script no longer holds what the variant breaks
     */
    public String of(String name, String source, Map<String, String> made) {
        if (!name.equals(script)) {
            return source;
        }
        return made.computeIfAbsent(source, text -> {
            String variant = text.replace(sound, broken);
            if (variant.equals(text)) {
                throw new IllegalStateException("script " + name + " has no line: " + sound);
            }
            return variant;
        });
    }
}
