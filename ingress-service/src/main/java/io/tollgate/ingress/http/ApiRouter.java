package io.tollgate.ingress.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The table of the public operations. Remembers what was mounted, so that a wrong method gets 405 with the right ones, and the
 * published description can be checked against the truth.
 */
public final class ApiRouter {

    /** One operation; path variables stand in braces. */
    public record Operation(HttpMethod method, String path, boolean implemented) {}

    private final Router router;
    private final Responses responses;
    private final List<Operation> operations = new ArrayList<>();

    ApiRouter(Router router, Responses responses) {
        this.router = router;
        this.responses = responses;
    }

    /**
     * Mounts an operation.
     *
     * @param path variables stand in braces: {@code /api/v1/keys/{hash}}
     * @param handler may throw {@link ApiException}; anything else it throws is an internal error
     */
    public void on(HttpMethod method, String path, Handler<RoutingContext> handler) {
        mount(new Operation(method, path, true), handler);
    }

    /** Mounts an operation that the reference API has and this one does not. */
    public void later(HttpMethod method, String path, Handler<RoutingContext> handler) {
        mount(new Operation(method, path, false), handler);
    }

    /** Mounts everything at and under a path, whatever the method; the owner of the path knows its operations. */
    public void everythingUnder(String prefix, Handler<RoutingContext> handler) {
        handle(router.route(prefix), handler);
        handle(router.route(prefix + "/*"), handler);
    }

    private void mount(Operation operation, Handler<RoutingContext> handler) {
        operations.add(operation);
        handle(router.route(operation.method(), vertxPath(operation.path())), handler);
    }

    private void handle(Route route, Handler<RoutingContext> handler) {
        route.handler(context -> {
            try {
                handler.handle(context);
            } catch (RuntimeException failure) {
                responses.failure(context, failure);
            }
        });
    }

    /** All operations, in the order in which they were mounted. */
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    /** The methods that a path has; empty if there is no such path. */
    public Set<String> methodsOf(String path) {
        String[] segments = path.split("/", -1);
        Set<String> methods = new TreeSet<>();
        for (Operation operation : operations) {
            if (matches(operation.path().split("/", -1), segments)) {
                methods.add(operation.method().name());
            }
        }
        return methods;
    }

    private static boolean matches(String[] template, String[] segments) {
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            boolean variable = template[i].startsWith("{");
            if (variable ? segments[i].isEmpty() : !template[i].equals(segments[i])) {
                return false;
            }
        }
        return true;
    }

    private static String vertxPath(String path) {
        return String.join(
                "/",
                Arrays.stream(path.split("/", -1))
                        .map(segment ->
                                segment.startsWith("{") ? ":" + segment.substring(1, segment.length() - 1) : segment)
                        .toList());
    }
}
