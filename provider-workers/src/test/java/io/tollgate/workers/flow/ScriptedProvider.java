package io.tollgate.workers.flow;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A provider that does what its scripts say, by the first part of the path; counts calls and closed connections. */
final class ScriptedProvider implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final Map<String, Consumer<HttpServerRequest>> scripts = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();

    ScriptedProvider() {
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** A base URL under which the script answers. */
    String answering(String name, Consumer<HttpServerRequest> script) {
        scripts.put(name, script);
        return "http://127.0.0.1:" + server.actualPort() + "/" + name;
    }

    long calls(String name) {
        return calls.stream().filter(name::equals).count();
    }

    long closed(String name) {
        return closed.stream().filter(name::equals).count();
    }

    List<String> bodies() {
        return bodies;
    }

    Vertx vertx() {
        return vertx;
    }

    private void answer(HttpServerRequest request) {
        String name = request.path().split("/", -1)[1];
        calls.add(name);
        request.response().exceptionHandler(gone -> closed.add(name));
        request.body().onSuccess(body -> {
            bodies.add(body.toString());
            scripts.getOrDefault(
                            name,
                            unknown -> unknown.response().setStatusCode(404).end())
                    .accept(request);
        });
    }

    static HttpServerResponse stream(HttpServerRequest request) {
        return request.response().setChunked(true).putHeader("content-type", "text/event-stream");
    }

    static String text(String content) {
        return "data: {\"id\":\"up-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"" + content
                + "\"},\"finish_reason\":null}]}\n\n";
    }

    static String finish() {
        return "data: {\"id\":\"up-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    }

    static String usage(long prompt, long completion) {
        return "data: {\"id\":\"up-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
                + "\"usage\":" + usageBody(prompt, completion) + "}\n\n";
    }

    static String usageBody(long prompt, long completion) {
        return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                + (prompt + completion) + "}";
    }

    static String done() {
        return "data: [DONE]\n\n";
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
