package io.tollgate.ingress.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the API together and answers what no operation answers: every refusal is JSON and typed. */
@ApplicationScoped
public class ApiEdge {

    private static final int FIRST = Integer.MIN_VALUE;
    private static final int AFTER_EVERYTHING = 1_000_000;

    private final Instance<ApiFeature> features;
    private final Responses responses;
    private @Nullable ApiRouter api;

    ApiEdge(@Any Instance<ApiFeature> features, Responses responses) {
        this.features = features;
        this.responses = responses;
    }

    void mount(@Observes Router router) {
        router.route().order(FIRST).handler(this::greet).failureHandler(this::failed);
        ApiRouter table = new ApiRouter(router, responses);
        features.forEach(feature -> feature.mount(table));
        router.route().order(AFTER_EVERYTHING).handler(context -> unmatched(context, table));
        api = table;
    }

    /** The operations, once they are mounted. */
    public ApiRouter api() {
        ApiRouter mounted = api;
        if (mounted == null) {
            throw new IllegalStateException("the API is not mounted yet");
        }
        return mounted;
    }

    private void greet(RoutingContext context) {
        context.response().putHeader(RequestIds.HEADER, RequestIds.of(context));
        ApiError tooLarge = HeadLimits.refusal(context.request());
        if (tooLarge != null) {
            responses.error(context, BodyReader.closing(context, tooLarge));
            return;
        }
        if (context.request().version() == HttpVersion.HTTP_1_1
                && context.request().getHeader(HttpHeaders.HOST) == null) {
            responses.error(context, ApiError.invalid("the Host header is missing", null));
            return;
        }
        context.next();
    }

    private void unmatched(RoutingContext context, ApiRouter table) {
        String path = context.normalizedPath();
        Set<String> methods = table.methodsOf(path);
        if (methods.isEmpty()) {
            responses.error(context, ApiError.notFound("there is no " + printable(path)));
            return;
        }
        String allow = String.join(", ", methods);
        if (context.request().method().equals(HttpMethod.OPTIONS)) {
            context.response()
                    .setStatusCode(204)
                    .putHeader(HttpHeaders.ALLOW, allow)
                    .end();
            return;
        }
        responses.error(
                context,
                ApiError.of(405, "invalid_request", "this path allows " + allow)
                        .withHeader(HttpHeaders.ALLOW.toString(), allow));
    }

    private void failed(RoutingContext context) {
        Throwable cause = context.failure();
        int status = context.statusCode();
        if (status >= 400 && status < 500) {
            responses.error(context, ApiError.of(status, "invalid_request", "the request cannot be read"));
        } else if (cause instanceof IllegalArgumentException) {
            responses.error(context, ApiError.invalid("the request cannot be read", null));
        } else {
            responses.failure(context, cause == null ? new IllegalStateException("status " + status) : cause);
        }
    }

    private static String printable(String path) {
        String cut = path.length() > 200 ? path.substring(0, 200) + "…" : path;
        return cut.replaceAll("[\\p{Cntrl}]", "?");
    }
}
