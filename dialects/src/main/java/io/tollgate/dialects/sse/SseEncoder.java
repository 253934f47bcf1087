package io.tollgate.dialects.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes server-sent events; each ends with a blank line, so that no client drops the last one. */
public final class SseEncoder {

    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] COMMENT = ascii(": ");
    private static final byte[] DONE = ascii("[DONE]");

    private SseEncoder() {}

    /** An event with data alone. */
    public static byte[] data(byte[] data) {
        return event(null, null, data);
    }

    /** The event that ends an OpenAI stream. */
    public static byte[] done() {
        return data(DONE);
    }

    /**
     * An event.
     *
     * @param id what a reconnecting client sends back; absent to send none; without line breaks
     * @param name the {@code event} field; absent to send none; without line breaks
     * @param data UTF-8, may have several lines
     */
    public static byte[] event(@Nullable String id, @Nullable String name, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 48);
        if (id != null) {
            field(out, ID, singleLine(id));
        }
        if (name != null) {
            field(out, EVENT, singleLine(name));
        }
        int start = 0;
        for (int i = 0; i < data.length; i++) {
            if (data[i] == '\n') {
                dataLine(out, data, start, i);
                start = i + 1;
            }
        }
        dataLine(out, data, start, data.length);
        out.write('\n');
        return out.toByteArray();
    }

    /** A comment, which clients skip: keeps a connection alive. */
    public static byte[] comment(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        field(out, COMMENT, singleLine(text));
        out.write('\n');
        return out.toByteArray();
    }

    private static void dataLine(ByteArrayOutputStream out, byte[] data, int from, int to) {
        int end = to > from && data[to - 1] == '\r' ? to - 1 : to;
        out.writeBytes(DATA);
        out.write(data, from, end - from);
        out.write('\n');
    }

    private static void field(ByteArrayOutputStream out, byte[] name, byte[] value) {
        out.writeBytes(name);
        out.writeBytes(value);
        out.write('\n');
    }

    private static byte[] singleLine(String text) {
        if (text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("a field of a server-sent event has one line");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
