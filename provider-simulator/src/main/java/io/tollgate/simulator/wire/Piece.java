package io.tollgate.simulator.wire;

import java.nio.charset.StandardCharsets;

/**
 * A stretch of a streamed reply.
 *
 * @param bytes what is written
 * @param tokens output tokens it carries
 */
public record Piece(byte[] bytes, int tokens) {

    public static Piece of(String text, int tokens) {
        return new Piece(text.getBytes(StandardCharsets.UTF_8), tokens);
    }
}
