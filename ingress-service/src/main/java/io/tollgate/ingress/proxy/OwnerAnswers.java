package io.tollgate.ingress.proxy;

import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.http.Responses;
import io.tollgate.ingress.owner.Owner;
import io.tollgate.ingress.owner.OwnerReply;
import io.tollgate.ingress.owner.OwnerUnavailableException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/** Gives callers what an owner answered. What is not typed, or not for callers, becomes a typed error; an owner that is down a 503. */
@ApplicationScoped
class OwnerAnswers {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final List<String> RETURNED =
            List.of("Content-Type", "Retry-After", "Location", "ETag", "Cache-Control", ApiError.SHOULD_RETRY);

    private final Responses responses;

    OwnerAnswers(Responses responses) {
        this.responses = responses;
    }

    void answer(RoutingContext context, Owner owner, OwnerReply reply) {
        String contentType = reply.headers().get(HttpHeaders.CONTENT_TYPE);
        boolean readable = reply.body().length == 0 || (contentType != null && !contentType.startsWith("text/html"));
        boolean untypedError = reply.status() >= 400 && (contentType == null || !contentType.contains("json"));
        if (!readable || untypedError) {
            responses.error(context, untyped(owner, reply.status()));
            return;
        }
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(reply.status());
        for (String name : RETURNED) {
            String value = reply.headers().get(name);
            if (value != null) {
                response.putHeader(name, value);
            }
        }
        response.end(Buffer.buffer(reply.body()));
    }

    private static ApiError untyped(Owner owner, int status) {
        return switch (status) {
            case 404 -> ApiError.notFound("not found");
            case 405 -> ApiError.of(405, "invalid_request", "the method is not allowed here");
            case 400, 413, 415 -> ApiError.of(status, "invalid_request", "the request cannot be read");
            default -> ApiError.of(502, "server", "the " + owner.serviceName() + " service gave no usable answer");
        };
    }

    void failed(RoutingContext context, Owner owner, Throwable failure) {
        if (failure instanceof OwnerUnavailableException) {
            ApiError error =
                    ApiError.unavailable("the " + owner.serviceName() + " service is unavailable", RETRY_AFTER);
            responses.failure(context, new ApiException(error));
        } else {
            responses.failure(context, failure);
        }
    }
}
