package io.tollgate.simulator.call;

import io.tollgate.simulator.script.Fault;
import io.tollgate.simulator.script.FaultKind;
import io.tollgate.simulator.wire.Served;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reply in one piece, sent when its last token would have been made. */
final class WholeReply {

    private static final String JSON = "application/json";
    private static final Set<FaultKind> BREAKING = Set.of(
            FaultKind.CUT,
            FaultKind.TRUNCATED,
            FaultKind.GARBAGE_BYTES,
            FaultKind.GARBAGE_LINE,
            FaultKind.SLOW_LORIS,
            FaultKind.ERROR_EVENT);

    private final CallInProgress call;
    private final Served served;
    private final Pace pace;
    private final @Nullable Fault fault;

    WholeReply(CallInProgress call, Served served, Pace pace, @Nullable Fault fault) {
        this.call = call;
        this.served = served;
        this.pace = pace;
        this.fault = fault;
    }

    void begin() {
        long wait = pace.millisFor(served.counts().completion());
        if (wait == 0) {
            send();
        } else {
            call.later(wait, this::send);
        }
    }

    private void send() {
        byte[] body = call.dialect().whole(served).toString().getBytes(StandardCharsets.UTF_8);
        if (fault == null || !BREAKING.contains(fault.kind())) {
            String how = fault == null ? "ok" : CallRoute.ended(fault);
            call.finish(
                    200,
                    JSON,
                    new String(body, StandardCharsets.UTF_8),
                    served.counts().completion(),
                    how);
            return;
        }
        String how = CallRoute.ended(fault);
        switch (fault.kind()) {
            case ERROR_EVENT ->
                call.refuse(fault.statusOrDefault(), "Simulated failure while answering", null, null, null, how);
            case GARBAGE_BYTES -> call.finish(200, JSON, "{\"\u0000\ufffd garbage", 0, how);
            case GARBAGE_LINE -> call.finish(200, JSON, "{\"" + "x".repeat(2 << 20), 0, how);
            case TRUNCATED ->
                call.finish(200, JSON, new String(body, 0, body.length / 2, StandardCharsets.UTF_8), 0, how);
            case SLOW_LORIS -> {
                call.response().putHeader("Content-Type", JSON).putHeader("Content-Length", "" + body.length);
                call.ending(how);
                drip(body, 0, fault.intervalMillisOr(20_000));
            }
            default -> {
                call.response().putHeader("Content-Type", JSON).putHeader("Content-Length", "" + body.length);
                call.ending(how);
                Buffer half = Buffer.buffer(body).getBuffer(0, body.length / 2);
                call.response().write(half).onComplete(written -> call.closeConnection(how));
            }
        }
    }

    private void drip(byte[] body, int at, long intervalMillis) {
        if (at == body.length) {
            call.finishStream("fault:slow_loris");
            return;
        }
        call.write(Buffer.buffer().appendByte(body[at]), 0);
        call.later(intervalMillis, () -> drip(body, at + 1, intervalMillis));
    }
}
