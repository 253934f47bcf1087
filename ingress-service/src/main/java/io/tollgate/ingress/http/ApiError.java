package io.tollgate.ingress.http;

import io.tollgate.dialects.openai.ErrorBodies;
import io.tollgate.dialects.openai.RouterMetadata;
import io.tollgate.dialects.reply.RouteTaken;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A refusal in the words of our callers: OpenRouter's body with OpenAI's {@code type} and {@code param}.
 *
 * @param status HTTP status, 400 to 599
 * @param errorType OpenRouter's {@code error_type}
 * @param message for people; shows nothing that the caller may not know
 * @param param the field at fault; absent if no single one is
 * @param availability why nothing could serve it; absent for any other refusal
 * @param metadata further entries of {@code error.metadata}
 * @param headers further response headers
 * @param route which way the request took; absent if it took none, or it is not known
 */
public record ApiError(
        int status,
        String errorType,
        String message,
        @Nullable String param,
        @Nullable Availability availability,
        Map<String, String> metadata,
        Map<String, String> headers,
        @Nullable RouteTaken route) {

    /**
     * Why nothing could serve a request.
     *
     * @param code one of OpenRouter's availability codes
     * @param retryable whether the same request may succeed later
     */
    public record Availability(String code, boolean retryable) {}

    public static final String RETRY_AFTER = "Retry-After";
    public static final String SHOULD_RETRY = "x-should-retry";

    public ApiError {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("not an error status: " + status);
        }
        metadata = Map.copyOf(metadata);
        headers = Map.copyOf(headers);
    }

    public static ApiError of(int status, String errorType, String message) {
        return new ApiError(status, errorType, message, null, null, Map.of(), Map.of(), null);
    }

    /** 400: the request itself is wrong. */
    public static ApiError invalid(String message, @Nullable String param) {
        return new ApiError(400, "invalid_request", message, param, null, Map.of(), Map.of(), null);
    }

    /** 401, the same for every key that is not accepted. */
    public static ApiError unauthorized(String message) {
        return of(401, "authentication", message).withHeader("WWW-Authenticate", "Bearer");
    }

    public static ApiError forbidden(String message) {
        return of(403, "permission_denied", message);
    }

    public static ApiError notFound(String message) {
        return of(404, "not_found", message);
    }

    /** 413: more than the limit, in bytes. */
    public static ApiError tooLarge(long limit) {
        return of(413, "payload_too_large", "the request body may have at most " + limit + " bytes");
    }

    /** 503: we cannot serve now; asking again later may help. */
    public static ApiError unavailable(String message, Duration retryAfter) {
        return of(503, "provider_overloaded", message).withRetryAfter(retryAfter);
    }

    /** 501: the reference API has it, we do not yet; asking again does not help. */
    public static ApiError notImplemented(String what) {
        return of(501, "not_implemented", what + " is not implemented yet").withHeader(SHOULD_RETRY, "false");
    }

    /** 500: our own fault, masked. */
    public static ApiError internal(String requestId) {
        return of(500, "server", "internal error; request " + requestId);
    }

    public ApiError withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiError(status, errorType, message, param, availability, metadata, more, route);
    }

    public ApiError withMetadata(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(metadata);
        more.put(name, value);
        return new ApiError(status, errorType, message, param, availability, more, headers, route);
    }

    /** States when to come again, in whole seconds, at least one. */
    public ApiError withRetryAfter(Duration wait) {
        return withHeader(
                RETRY_AFTER, Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    public ApiError withAvailability(String code, boolean retryable) {
        return new ApiError(
                status, errorType, message, param, new Availability(code, retryable), metadata, headers, route);
    }

    public ApiError withParam(@Nullable String field) {
        return new ApiError(status, errorType, message, field, availability, metadata, headers, route);
    }

    /** Tells what failed before, and lets callers that ask see the whole route. */
    public ApiError withRoute(@Nullable RouteTaken taken) {
        return new ApiError(status, errorType, message, param, availability, metadata, headers, taken);
    }

    /**
     * The JSON body.
     *
     * @param wanted renders the route for a caller that wants to see it; absent otherwise
     */
    public byte[] body(@Nullable RouterMetadata wanted) {
        // our own faults are masked
        RouteTaken shown = status == 500 ? null : route;
        ErrorBodies.Builder body =
                ErrorBodies.of(status, errorType, message).param(param).route(shown);
        metadata.forEach(body::metadata);
        if (availability != null) {
            body.availability(availability.code(), availability.retryable(), retryAfterSeconds());
        }
        return body.toBytes(wanted);
    }

    private @Nullable Long retryAfterSeconds() {
        String seconds = headers.get(RETRY_AFTER);
        return seconds == null ? null : Long.valueOf(seconds);
    }
}
