package io.tollgate.ingress.owner;

import io.smallrye.mutiny.Uni;
import io.tollgate.ingress.IngressConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Calls the owning services over loopback or the cluster's network, with the secret that services know each other by. */
@ApplicationScoped
public class OwnerClient {

    static final String SECRET_HEADER = "X-Tollgate-Internal";

    private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
    private static final int MAX_WAITING = 1_000;

    private final Vertx vertx;
    private final HttpClient client;
    private final String secret;
    private final long maxAnswer;
    private final Map<Owner, URI> addresses = new EnumMap<>(Owner.class);

    OwnerClient(Vertx vertx, IngressConfig config) {
        this.vertx = vertx;
        IngressConfig.Owners owners = config.owners();
        this.secret = config.secrets().internal();
        this.maxAnswer = owners.maxAnswer().asLongValue();
        addresses.put(Owner.LEDGER, owners.ledger());
        addresses.put(Owner.METERING, owners.metering());
        addresses.put(Owner.ROUTER, owners.router());
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(CONNECT_TIMEOUT_MILLIS)
                .setMaxPoolSize(owners.connections())
                .setMaxWaitQueueSize(MAX_WAITING)
                .setKeepAliveTimeout(30)
                .setDecompressionSupported(false));
    }

    /**
     * Calls an owner. Emits on the caller's Vert.x context if there is one; fails with {@link OwnerUnavailableException} and nothing
     * else.
     */
    public Uni<OwnerReply> call(OwnerCall call) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = vertx.getOrCreateContext();
            send(call)
                    .onComplete(done -> context.runOnContext(unused -> {
                        if (done.succeeded()) {
                            emitter.complete(done.result());
                        } else {
                            emitter.fail(new OwnerUnavailableException(call.owner(), done.cause()));
                        }
                    }));
        });
    }

    private Future<OwnerReply> send(OwnerCall call) {
        URI address = Objects.requireNonNull(addresses.get(call.owner()));
        RequestOptions options = new RequestOptions()
                .setMethod(call.method())
                .setHost(address.getHost())
                .setPort(address.getPort() < 0 ? 80 : address.getPort())
                .setURI(call.target())
                .setTimeout(call.timeout().toMillis())
                .putHeader(SECRET_HEADER, secret);
        call.headers().forEach(options::putHeader);
        return client.request(options).compose(request -> {
            Future<HttpClientResponse> response =
                    call.body().length == 0 ? request.send() : request.send(Buffer.buffer(call.body()));
            return response.compose(answer -> collect(request, answer, call));
        });
    }

    private Future<OwnerReply> collect(HttpClientRequest request, HttpClientResponse answer, OwnerCall call) {
        Promise<OwnerReply> promise = Promise.promise();
        Buffer received = Buffer.buffer();
        long timer = vertx.setTimer(
                call.timeout().toMillis(),
                late -> fail(promise, request, "answer takes longer than " + call.timeout()));
        answer.handler(chunk -> {
            if (received.length() + (long) chunk.length() > maxAnswer) {
                fail(promise, request, "answer has more than " + maxAnswer + " bytes");
            } else {
                received.appendBuffer(chunk);
            }
        });
        answer.exceptionHandler(promise::tryFail);
        answer.endHandler(
                end -> promise.tryComplete(new OwnerReply(answer.statusCode(), answer.headers(), received.getBytes())));
        return promise.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private static void fail(Promise<OwnerReply> promise, HttpClientRequest request, String reason) {
        if (promise.tryFail(reason)) {
            request.reset();
        }
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
