package io.tollgate.simulator.call;

import io.tollgate.simulator.script.Fault;
import io.tollgate.simulator.script.FaultKind;
import io.tollgate.simulator.wire.Piece;
import io.tollgate.simulator.wire.Served;
import io.vertx.core.buffer.Buffer;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A streamed reply at its pace: what is due is written together, and nothing is made before the connection takes it. */
final class StreamedReply {

    private static final int TICK_MILLIS = 20;
    private static final int LARGEST_WRITE = 16 << 10;
    private static final Set<FaultKind> AFTER_TOKENS = Set.of(
            FaultKind.CUT, FaultKind.TRUNCATED, FaultKind.GARBAGE_BYTES, FaultKind.GARBAGE_LINE, FaultKind.ERROR_EVENT);

    private final CallInProgress call;
    private final Pace pace;
    private final @Nullable Fault fault;
    private final Iterator<Piece> pieces;
    private final long stopAfter;
    private long made;
    private @Nullable Piece next;

    StreamedReply(CallInProgress call, Served served, Pace pace, @Nullable Fault fault) {
        this.call = call;
        this.pace = pace;
        this.fault = fault;
        this.pieces = call.dialect().stream(served);
        this.stopAfter =
                fault != null && AFTER_TOKENS.contains(fault.kind()) ? fault.afterTokensOrDefault() : Long.MAX_VALUE;
    }

    void begin() {
        call.response()
                .setChunked(true)
                .putHeader("Content-Type", call.dialect().streamType());
        call.response().putHeader("Cache-Control", "no-cache");
        if (fault != null && fault.kind() == FaultKind.SLOW_LORIS) {
            call.ending(CallRoute.ended(fault));
            drip(new byte[0], 0, fault.intervalMillisOr(20_000));
        } else if (pace.millisToFirstToken() == 0) {
            advance();
        } else {
            call.later(pace.millisToFirstToken(), this::advance);
        }
    }

    /** Writes what is due, then waits for the next token or for the connection. */
    private void advance() {
        if (call.over()) {
            return;
        }
        long due = pace.due(call.millis());
        while (!call.response().writeQueueFull()) {
            Buffer bytes = Buffer.buffer();
            int tokens = collect(bytes, due);
            if (bytes.length() > 0 || tokens > 0) {
                write(bytes, tokens);
            }
            if (made >= stopAfter || next == null) {
                finish();
                return;
            }
            if (made + next.tokens() > due) {
                call.later(Math.max(TICK_MILLIS / 2, pace.millisFor(made + 1) - call.millis()), this::advance);
                return;
            }
        }
        call.response().drainHandler(drained -> {
            call.response().drainHandler(null);
            advance();
        });
    }

    private int collect(Buffer bytes, long due) {
        int tokens = 0;
        for (peek(); next != null && bytes.length() < LARGEST_WRITE; peek()) {
            if (made >= stopAfter || made + next.tokens() > due) {
                break;
            }
            bytes.appendBytes(next.bytes());
            tokens += next.tokens();
            made += next.tokens();
            next = null;
        }
        return tokens;
    }

    private void peek() {
        if (next == null && pieces.hasNext()) {
            next = pieces.next();
        }
    }

    private void write(Buffer bytes, int tokens) {
        if (bytes.length() > 0) {
            call.write(bytes, tokens);
        } else {
            call.made(tokens);
        }
    }

    private void finish() {
        Fault struck = fault;
        if (struck == null) {
            call.finishStream("ok");
            return;
        }
        String how = CallRoute.ended(struck);
        call.ending(how);
        switch (struck.kind()) {
            case CUT -> call.response().write("data: {\"").onComplete(written -> call.closeConnection(how));
            case ERROR_EVENT -> {
                String message = struck.message() != null ? struck.message() : "Simulated failure while answering";
                call.write(
                        Buffer.buffer(call.dialect()
                                .errorEvent(struck.statusOrDefault(), message)
                                .bytes()),
                        0);
                call.finishStream(how);
            }
            case GARBAGE_BYTES -> {
                byte[] garbage = {
                    'd', 'a', 't', 'a', ':', ' ', '{', (byte) 0xC3, (byte) 0x28, 0, (byte) 0xFF, '\n', '\n'
                };
                call.write(Buffer.buffer(garbage), 0);
                call.finishStream(how);
            }
            case GARBAGE_LINE -> {
                call.write(Buffer.buffer("data: {\"" + "x".repeat(2 << 20)), 0);
                call.finishStream(how);
            }
            default -> call.finishStream(how);
        }
    }

    private void drip(byte[] piece, int at, long intervalMillis) {
        byte[] current = piece;
        int position = at;
        while (position == current.length) {
            if (!pieces.hasNext()) {
                call.finishStream("fault:slow_loris");
                return;
            }
            current = pieces.next().bytes();
            position = 0;
        }
        call.write(Buffer.buffer().appendByte(current[position]), 0);
        byte[] rest = current;
        int following = position + 1;
        call.later(intervalMillis, () -> drip(rest, following, intervalMillis));
    }
}
