package io.tollgate.ingress.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.tollgate.ingress.IngressConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads bodies: JSON, not compressed, within a limit each and all together, in a limited time. Everything else is refused before
 * it is read, or in the middle; the connection is then closed, because the rest of the body is still on its way.
 */
@ApplicationScoped
public class BodyReader {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final IngressConfig.Http limits;
    private final MemoryBudget memory;

    BodyReader(Vertx vertx, IngressConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.limits = config.http();
        this.memory = new MemoryBudget(limits.bodyMemory().asLongValue());
        metrics.gauge("tollgate.ingress.body.bytes", memory, MemoryBudget::used);
    }

    /** Reads the body of an inference request. Call it on the request's context; it emits there. */
    public Uni<Body> inference(RoutingContext context) {
        return read(context, limits.maxBody().asLongValue());
    }

    /** Reads any other body. */
    public Uni<Body> small(RoutingContext context) {
        return read(context, limits.maxSmallBody().asLongValue());
    }

    private Uni<Body> read(RoutingContext context, long limit) {
        return Uni.createFrom().emitter(emitter -> {
            HttpServerRequest request = context.request();
            ApiError refusal = refusal(request, limit);
            if (refusal != null) {
                emitter.fail(new ApiException(closing(context, refusal)));
                return;
            }
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                context.response().writeContinue();
            }
            new Reading(vertx, context, limits, memory, limit, emitter).start();
        });
    }

    private static @Nullable ApiError refusal(HttpServerRequest request, long limit) {
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !"identity".equalsIgnoreCase(encoding.trim())) {
            return ApiError.of(415, "invalid_request", "compressed bodies are not supported");
        }
        if (!isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            return ApiError.of(415, "invalid_request", "the content type must be application/json");
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && tooLong(length, limit) ? ApiError.tooLarge(limit) : null;
    }

    private static boolean isJson(@Nullable String contentType) {
        if (contentType == null || contentType.isBlank()) {
            return true;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        if (!parts[0].trim().equals(Responses.JSON)) {
            return false;
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace("\"", "").replace(" ", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return true;
    }

    private static boolean tooLong(String length, long limit) {
        try {
            return Long.parseLong(length.trim()) > limit;
        } catch (NumberFormatException notALength) {
            return true;
        }
    }

    static ApiError closing(RoutingContext context, ApiError error) {
        // HTTP/1.1: what is left of the body must not be taken for the next request
        context.addEndHandler(done -> context.request().connection().close());
        return error.withHeader("Connection", "close");
    }

    static ApiError noMemory() {
        return ApiError.unavailable("too many large requests at the moment", RETRY_AFTER);
    }
}
