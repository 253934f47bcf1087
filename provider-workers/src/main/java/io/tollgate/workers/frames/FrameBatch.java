package io.tollgate.workers.frames;

import io.tollgate.dialects.reply.ReplyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reply events that wait for their frame. Neighbouring pieces of the same text become one; a piece too long for a frame is cut,
 * never within a character. Sizes are estimates of the JSON, on the high side. Not thread-safe.
 */
final class FrameBatch {

    private static final int OVERHEAD = 64;
    /** The most bytes one UTF-16 unit takes in JSON, as {@code \\u0000}. */
    private static final int BYTES_PER_CHAR_AT_WORST = 6;

    private final int maxFrameBytes;
    private final List<Piece> pieces = new ArrayList<>();
    private long bytes;

    /** An event with its size, which takes long to find out for an image. */
    private record Piece(ReplyEvent event, long size) {

        static Piece of(ReplyEvent event) {
            return new Piece(event, FrameBatch.size(event));
        }
    }

    FrameBatch(int maxFrameBytes) {
        this.maxFrameBytes = maxFrameBytes;
    }

    void add(ReplyEvent event) {
        if (event instanceof ReplyEvent.UsageReported) {
            // what counts is the checked usage of the last frame
            return;
        }
        Piece last = pieces.isEmpty() ? null : pieces.getLast();
        if (last != null && joined(last, event)) {
            return;
        }
        for (Piece piece : cut(Piece.of(event))) {
            pieces.add(piece);
            bytes += piece.size();
        }
    }

    private boolean joined(Piece last, ReplyEvent event) {
        ReplyEvent joined = join(last.event(), event);
        Piece both = joined == null ? null : Piece.of(joined);
        if (both == null || both.size() > maxFrameBytes) {
            return false;
        }
        bytes += both.size() - last.size();
        pieces.set(pieces.size() - 1, both);
        return true;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    long bytes() {
        return bytes;
    }

    /** Takes out as many events as one frame holds, at least one. */
    List<ReplyEvent> take() {
        long taken = 0;
        int count = 0;
        while (count < pieces.size() && (count == 0 || taken + pieces.get(count).size() <= maxFrameBytes)) {
            taken += pieces.get(count).size();
            count++;
        }
        List<Piece> head = pieces.subList(0, count);
        List<ReplyEvent> frame = head.stream().map(Piece::event).toList();
        head.clear();
        bytes -= taken;
        return frame;
    }

    private static @Nullable ReplyEvent join(ReplyEvent earlier, ReplyEvent later) {
        if (earlier instanceof ReplyEvent.Text a && later instanceof ReplyEvent.Text b && a.choice() == b.choice()) {
            return new ReplyEvent.Text(a.choice(), a.text() + b.text());
        }
        if (earlier instanceof ReplyEvent.Reasoning a
                && later instanceof ReplyEvent.Reasoning b
                && a.choice() == b.choice()
                && a.detail() == null
                && b.detail() == null
                && a.text() != null
                && b.text() != null) {
            return new ReplyEvent.Reasoning(a.choice(), a.text() + b.text(), null);
        }
        if (earlier instanceof ReplyEvent.ToolCall a
                && later instanceof ReplyEvent.ToolCall b
                && a.choice() == b.choice()
                && a.index() == b.index()
                && b.id() == null
                && b.name() == null) {
            return new ReplyEvent.ToolCall(a.choice(), a.index(), a.id(), a.name(), a.arguments() + b.arguments());
        }
        return null;
    }

    private List<Piece> cut(Piece whole) {
        if (whole.size() <= maxFrameBytes) {
            return List.of(whole);
        }
        return switch (whole.event()) {
            case ReplyEvent.Text text -> cut(text.text(), piece -> new ReplyEvent.Text(text.choice(), piece));
            case ReplyEvent.Refusal refusal ->
                cut(refusal.text(), piece -> new ReplyEvent.Refusal(refusal.choice(), piece));
            case ReplyEvent.ToolCall call -> cutCall(call);
            case ReplyEvent.Reasoning reasoning
            when reasoning.detail() == null && reasoning.text() != null ->
                cut(reasoning.text(), piece -> new ReplyEvent.Reasoning(reasoning.choice(), piece, null));
            // an image or a detail is one thing and travels whole
            default -> List.of(whole);
        };
    }

    private List<Piece> cut(String text, Function<String, ReplyEvent> event) {
        return texts(text).stream().map(event).map(Piece::of).toList();
    }

    private List<Piece> cutCall(ReplyEvent.ToolCall call) {
        List<Piece> cut = new ArrayList<>();
        for (String piece : texts(call.arguments())) {
            boolean first = cut.isEmpty();
            cut.add(Piece.of(new ReplyEvent.ToolCall(
                    call.choice(), call.index(), first ? call.id() : null, first ? call.name() : null, piece)));
        }
        return cut;
    }

    private List<String> texts(String text) {
        int length = Math.max(2, (maxFrameBytes - 4 * OVERHEAD) / BYTES_PER_CHAR_AT_WORST);
        List<String> texts = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + length);
            boolean splitsCharacter = to < text.length() && Character.isHighSurrogate(text.charAt(to - 1));
            to -= splitsCharacter ? 1 : 0;
            texts.add(text.substring(from, to));
            from = to;
        }
        return texts;
    }

    private static long size(ReplyEvent event) {
        return OVERHEAD
                + switch (event) {
                    case ReplyEvent.Text text -> bytes(text.text());
                    case ReplyEvent.Refusal refusal -> bytes(refusal.text());
                    case ReplyEvent.Reasoning reasoning ->
                        bytes(reasoning.text() == null ? "" : reasoning.text())
                                + (reasoning.detail() == null
                                        ? 0
                                        : bytes(reasoning.detail().toString()));
                    case ReplyEvent.ToolCall call ->
                        OVERHEAD + bytes(call.arguments()) + bytes(call.name() == null ? "" : call.name());
                    case ReplyEvent.Part part -> bytes(part.content().toString());
                    case ReplyEvent.LogProbs logProbs ->
                        bytes(logProbs.content().toString());
                    case ReplyEvent.Began ignored -> 2 * OVERHEAD;
                    case ReplyEvent.Finished ignored -> OVERHEAD;
                    case ReplyEvent.UsageReported ignored -> 4 * OVERHEAD;
                };
    }

    private static long bytes(String text) {
        long bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x20) {
                bytes += BYTES_PER_CHAR_AT_WORST;
            } else if (unit < 0x80) {
                bytes += unit == '"' || unit == '\\' ? 2 : 1;
            } else {
                bytes += 3;
            }
        }
        return bytes;
    }
}
