package io.tollgate.chaos.load;

import java.util.Map;

/**
 * What a caller wants of one call.
 *
 * @param body the request
 * @param manner what it does while the answer comes
 * @param afterEvents after how many events of the stream it does it
 */
public record Wish(Map<String, ?> body, Manner manner, int afterEvents) {

    /** What a caller does while the answer comes. */
    public enum Manner {
        /** Reads to the end. */
        READ,
        /** Leaves and does not come back. */
        LEAVE,
        /** Loses its connection and resumes the stream where it was. */
        RESUME
    }

    public Wish {
        body = Map.copyOf(body);
    }

    /** A call that is read to its end. */
    public static Wish toRead(Map<String, ?> body) {
        return new Wish(body, Manner.READ, 0);
    }

    boolean streamed() {
        return Boolean.TRUE.equals(body.get("stream"));
    }
}
