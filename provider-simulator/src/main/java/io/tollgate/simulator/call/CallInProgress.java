package io.tollgate.simulator.call;

import io.tollgate.simulator.answer.Counts;
import io.tollgate.simulator.oracle.CallRecord;
import io.tollgate.simulator.oracle.Oracle;
import io.tollgate.simulator.script.Fault;
import io.tollgate.simulator.wire.Address;
import io.tollgate.simulator.wire.Dialect;
import io.tollgate.simulator.wire.Served;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One call from its arrival to its line in the record. Confined to its event loop. */
final class CallInProgress {

    /** Header in which a caller may refer to its attempt. */
    static final String ATTEMPT_HEADER = "x-tollgate-attempt";

    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0);
    private static final int LONGEST_REFERENCE = 128;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final Dialect dialect;
    private final String provider;
    private final Oracle oracle;
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final Instant came = Instant.now();
    private final long began = System.nanoTime();
    private String model = "";
    private @Nullable Served served;
    private @Nullable Long timer;
    private String ending = "client_closed";
    private int tokensWritten;
    private long bytesFlushed;
    private boolean ended;

    CallInProgress(Vertx vertx, HttpServerRequest request, Dialect dialect, String provider, Oracle oracle) {
        this.vertx = vertx;
        this.request = request;
        this.dialect = dialect;
        this.provider = provider;
        this.oracle = oracle;
        oracle.begin();
        request.response().exceptionHandler(broken -> end(ending));
        request.response().closeHandler(closed -> end(ending));
    }

    String id() {
        return id;
    }

    Dialect dialect() {
        return dialect;
    }

    Address address() {
        return new Address(provider, model);
    }

    void model(String name) {
        this.model = name.length() > 256 ? name.substring(0, 256) : name;
    }

    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    @Nullable
    String query(String name) {
        return request.getParam(name);
    }

    HttpServerResponse response() {
        return request.response();
    }

    boolean over() {
        return ended;
    }

    long millis() {
        return (System.nanoTime() - began) / 1_000_000;
    }

    /** Runs something later, unless the call is over by then. One thing at a time. */
    void later(long millis, Runnable work) {
        timer = vertx.setTimer(Math.max(1, millis), fired -> {
            timer = null;
            if (!ended) {
                work.run();
            }
        });
    }

    /** Answers with an error. */
    void refuse(
            int status,
            String message,
            @Nullable String param,
            @Nullable String code,
            @Nullable Integer retryAfterSeconds,
            String how) {
        if (retryAfterSeconds != null) {
            response().putHeader("Retry-After", retryAfterSeconds.toString());
        }
        finish(
                status,
                "application/json",
                dialect.error(status, message, param, code).toString(),
                0,
                how);
    }

    void html(String how) {
        finish(200, "text/html", "<!DOCTYPE html><html><body><h1>Welcome to nginx!</h1></body></html>", 0, how);
    }

    /** Closes the connection, as it stands. */
    void closeConnection(String how) {
        ending = how;
        request.connection().close();
    }

    /** Says nothing until the caller goes away or the time has passed. */
    void keepSilent(long millis, String how) {
        ending = how;
        later(millis, () -> closeConnection(how));
    }

    void serve(Served call, Pace pace, @Nullable Fault fault) {
        served = call;
        dialect.headers(id).forEach(response()::putHeader);
        if (call.ask().stream()) {
            new StreamedReply(this, call, pace, fault).begin();
        } else {
            new WholeReply(this, call, pace, fault).begin();
        }
    }

    /** Writes the whole reply and ends the call. */
    void finish(int status, String type, String text, int tokens, String how) {
        ending = how;
        Buffer body = Buffer.buffer(text);
        response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .end(body)
                .onSuccess(written -> {
                    flushed(body.length(), tokens);
                    end(how);
                })
                .onFailure(broken -> end("client_closed"));
    }

    /** Writes a stretch of the reply. */
    void write(Buffer bytes, int tokens) {
        response().write(bytes).onSuccess(written -> flushed(bytes.length(), tokens));
    }

    /** Counts tokens for which the provider writes nothing. */
    void made(int tokens) {
        flushed(0, tokens);
    }

    /** Ends a reply of which all is written. */
    void finishStream(String how) {
        ending = how;
        response().end().onSuccess(written -> end(how)).onFailure(broken -> end("client_closed"));
    }

    /** Remembers how the call ends should its connection be closed now. */
    void ending(String how) {
        this.ending = how;
    }

    private void flushed(int bytes, int tokens) {
        bytesFlushed += bytes;
        tokensWritten += tokens;
    }

    private void end(String how) {
        if (ended) {
            return;
        }
        ended = true;
        Long pending = timer;
        if (pending != null) {
            vertx.cancelTimer(pending);
        }
        Served call = served;
        Counts counts = call == null ? NOTHING : call.counts();
        String attempt = header(ATTEMPT_HEADER);
        boolean headSent = response().headWritten();
        oracle.end(new CallRecord(
                0,
                id,
                attempt == null || attempt.length() <= LONGEST_REFERENCE
                        ? attempt
                        : attempt.substring(0, LONGEST_REFERENCE),
                came.toString(),
                dialect.name(),
                provider,
                model,
                call != null && call.ask().stream(),
                counts.prompt(),
                counts.cached(),
                counts.cacheWrite(),
                counts.completion(),
                counts.reasoning(),
                tokensWritten,
                bytesFlushed,
                call == null ? 0 : call.ask().images(),
                headSent ? response().getStatusCode() : 0,
                how,
                millis()));
    }
}
