package io.tollgate.simulator.answer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Turns text into numbers that depend on every character of it. */
public final class Digest {

    private Digest() {}

    /** Sixteen bytes of SHA-256 as hexadecimal. */
    public static String of(String text) {
        return HexFormat.of().formatHex(sha256(text), 0, 16);
    }

    /** Eight bytes of SHA-256 as a number. */
    public static long number(String text) {
        return ByteBuffer.wrap(sha256(text)).getLong();
    }

    /** A number in [0, 1). */
    public static double fraction(String text) {
        return (number(text) >>> 11) * 0x1.0p-53;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
