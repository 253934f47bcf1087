package io.tollgate.ingress.stack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for the services that own the rest of the API: it knows what a test puts under {@code /internal/}, has charged no request otherwise, answers
 * HTML under {@code /api/v1/generation}, and elsewhere says what it was asked.
 */
public final class OwnersResource implements QuarkusTestResourceLifecycleManager {

    /** Name of the setting with the stand-in's address. */
    public static final String ADDRESS = "test.owners.address";

    private static final int MOST_SHOWN = 1000;
    private static final String REQUESTS = "/internal/requests/";

    private final Map<String, byte[]> known = new ConcurrentHashMap<>();
    private @Nullable HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            HttpServer started = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            started.createContext("/", this::echo);
            started.createContext("/internal/", this::known);
            started.createContext("/api/v1/generation", exchange -> answer(exchange, 500, "text/html", "<html>"));
            started.setExecutor(Executors.newFixedThreadPool(4));
            started.start();
            server = started;
            String address = "http://127.0.0.1:" + started.getAddress().getPort();
            // nothing listens at the router's address
            return Map.of(
                    ADDRESS,
                    address,
                    "tollgate.ingress.owners.ledger",
                    address,
                    "tollgate.ingress.owners.metering",
                    address,
                    "tollgate.ingress.owners.router",
                    "http://127.0.0.1:1");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void known(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("PUT")) {
            known.put(path, body);
            answer(exchange, 200, "application/json", "{}");
            return;
        }
        byte[] found = known.get(path);
        if (found == null && path.startsWith(REQUESTS)) {
            answer(exchange, 200, "application/json", "{\"charged\":false}");
        } else if (found == null) {
            answer(exchange, 404, "application/json", "{}");
        } else {
            answer(exchange, 200, "application/json", new String(found, StandardCharsets.UTF_8));
        }
    }

    private void echo(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        String said = headers.entrySet().stream()
                .filter(header -> isTold(header.getKey().toLowerCase(Locale.ROOT)))
                .map(header -> "\"" + header.getKey().toLowerCase(Locale.ROOT) + "\":\"" + header.getValue() + "\"")
                .collect(Collectors.joining(",", "{", "}"));
        answer(
                exchange,
                exchange.getRequestMethod().equals("POST") ? 201 : 200,
                "application/json",
                "{\"method\":\"" + exchange.getRequestMethod() + "\",\"target\":\"" + exchange.getRequestURI()
                        + "\",\"headers\":" + said + ",\"bytes\":" + body.length + ",\"hex\":\""
                        + (body.length > MOST_SHOWN ? "" : HexFormat.of().formatHex(body)) + "\"}");
    }

    private static boolean isTold(String header) {
        return header.startsWith("x-tollgate") || header.endsWith("-signature");
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void stop() {
        HttpServer running = server;
        if (running != null) {
            running.stop(0);
        }
    }
}
