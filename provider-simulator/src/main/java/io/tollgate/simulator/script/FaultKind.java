package io.tollgate.simulator.script;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can go wrong at a provider. */
public enum FaultKind {
    /** An error reply with the fault's status, and Retry-After if it is set. */
    STATUS,
    /** The connection is closed before any byte of the reply, as if nobody listened. */
    CONNECTION_CLOSED,
    /** Nothing is answered until the caller gives up, or the fault's interval has passed. */
    NO_FIRST_BYTE,
    /** The connection is closed after some tokens. */
    CUT,
    /** The reply ends orderly after some tokens, without finish reason, usage or end mark. */
    TRUNCATED,
    /** One byte each interval. */
    SLOW_LORIS,
    /** Status 200 with a page of HTML. */
    GARBAGE_HTML,
    /** Some tokens, then bytes that are neither UTF-8 nor JSON. */
    GARBAGE_BYTES,
    /** Some tokens, then a line of 2 MB without an end. */
    GARBAGE_LINE,
    /** Some tokens, then an error in the provider's own form, and the end. */
    ERROR_EVENT,
    MISSING_USAGE,
    DOUBLE_USAGE,
    NEGATIVE_USAGE,
    HUGE_USAGE,
    /** A normal end without any output. */
    EMPTY_ANSWER,
    /** The reply names another model. */
    WRONG_MODEL;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static FaultKind parse(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
