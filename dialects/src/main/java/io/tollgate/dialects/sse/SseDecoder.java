package io.tollgate.dialects.sse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events (WHATWG HTML, section 9.2.6) from bytes that arrive in any pieces. Lines end with LF, CR or CRLF;
 * comments, ids and retry times are skipped; malformed UTF-8 becomes U+FFFD. Not thread-safe.
 */
public final class SseDecoder {

    /** Longest event accepted by default, in bytes, field names included. */
    public static final int DEFAULT_MAX_EVENT_BYTES = 1024 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxEventBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private final StringBuilder data = new StringBuilder();
    private @Nullable String name;
    private boolean hasData;
    private int eventBytes;
    private boolean lastWasCarriageReturn;
    private boolean firstLine = true;

    public SseDecoder() {
        this(DEFAULT_MAX_EVENT_BYTES);
    }

    /**
     * @param maxEventBytes longest event to accept, at least 1
     */
    public SseDecoder(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes the next bytes.
     *
     * @return the events that they complete
     * @throws SseLimitException if an event, complete or not, exceeds the limit
     */
    public List<SseEvent> feed(byte[] bytes) {
        List<SseEvent> events = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte current = bytes[i];
            boolean lineFeedOfPair = lastWasCarriageReturn && current == '\n';
            lastWasCarriageReturn = current == '\r';
            if (lineFeedOfPair) {
                start = i + 1;
            } else if (current == '\n' || current == '\r') {
                append(bytes, start, i);
                endLine().ifPresent(events::add);
                start = i + 1;
            }
        }
        append(bytes, start, bytes.length);
        return events;
    }

    /**
     * Says that no bytes follow.
     *
     * @return the event that was complete but for its closing blank line, as some providers leave it out
     */
    public Optional<SseEvent> end() {
        if (line.size() > 0) {
            endLine();
        }
        return dispatch();
    }

    private void append(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > maxEventBytes - eventBytes) {
            throw new SseLimitException(maxEventBytes);
        }
        eventBytes += length;
        line.write(bytes, from, length);
    }

    private Optional<SseEvent> endLine() {
        String text = decodeLine();
        if (text.isEmpty()) {
            return dispatch();
        }
        int colon = text.indexOf(':');
        if (colon == 0) {
            eventBytes = data.length();
        } else if (colon < 0) {
            field(text, "");
        } else {
            int value = text.startsWith(" ", colon + 1) ? colon + 2 : colon + 1;
            field(text.substring(0, colon), text.substring(value));
        }
        return Optional.empty();
    }

    private String decodeLine() {
        byte[] bytes = line.toByteArray();
        line.reset();
        int skip = firstLine && startsWithByteOrderMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        firstLine = false;
        return new String(bytes, skip, bytes.length - skip, StandardCharsets.UTF_8);
    }

    private static boolean startsWithByteOrderMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && bytes[0] == BYTE_ORDER_MARK[0]
                && bytes[1] == BYTE_ORDER_MARK[1]
                && bytes[2] == BYTE_ORDER_MARK[2];
    }

    private void field(String field, String value) {
        switch (field) {
            case "event" -> name = value;
            case "data" -> {
                if (hasData) {
                    data.append('\n');
                }
                data.append(value);
                hasData = true;
            }
            default -> {
                // id and retry concern reconnecting clients; anything else is to be ignored.
            }
        }
    }

    private Optional<SseEvent> dispatch() {
        Optional<SseEvent> event =
                hasData ? Optional.of(new SseEvent(emptyToAbsent(name), data.toString())) : Optional.empty();
        data.setLength(0);
        name = null;
        hasData = false;
        eventBytes = 0;
        return event;
    }

    private static @Nullable String emptyToAbsent(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
