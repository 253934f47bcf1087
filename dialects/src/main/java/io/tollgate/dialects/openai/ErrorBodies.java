package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.ReplyFailure;
import io.tollgate.dialects.reply.RouteTaken;
import org.jspecify.annotations.Nullable;

/**
 * Error bodies as OpenRouter writes them, with OpenAI's {@code type} and {@code param} beside: {@code
 * {"error":{"code":400,"message":"…","type":"…","param":null,"metadata":{"error_type":"…"}}}}. Content type {@code
 * application/json}.
 */
public final class ErrorBodies {

    private ErrorBodies() {}

    /**
     * Starts an error body.
     *
     * @param status HTTP status, also the body's {@code code}
     * @param errorType OpenRouter's {@code error_type}
     * @param message safe to show to the caller
     */
    public static Builder of(int status, String errorType, String message) {
        return new Builder(status, errorType, message);
    }

    /** The body for a request that was refused. */
    public static byte[] of(InvalidRequestException refused) {
        return of(refused.status(), refused.errorType(), refused.message())
                .param(refused.param())
                .metadata("openai_code", refused.openAiCode())
                .toBytes();
    }

    /** The body for a reply that failed before anything was sent. */
    public static byte[] of(ReplyFailure failure) {
        return builder(failure).toBytes();
    }

    /** Starts the body for a reply that failed. */
    public static Builder builder(ReplyFailure failure) {
        return of(failure.status(), failure.errorType(), failure.message())
                .metadata("provider_code", failure.providerCode())
                .metadata("provider_name", failure.providerName())
                .metadata("limit_source", failure.limitSource());
    }

    /** OpenAI's {@code type} of an error with the given status. */
    public static String openAiType(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "payment_required";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    /** Collects what an error body says. */
    public static final class Builder {

        private final ObjectNode error = WireJson.object();
        private final ObjectNode metadata = WireJson.object();
        private @Nullable ObjectNode availability;
        private @Nullable RouteTaken route;

        private Builder(int status, String errorType, String message) {
            error.put("code", status);
            error.put("message", message);
            error.put("type", openAiType(status));
            error.putNull("param");
            metadata.put("error_type", errorType);
        }

        /** The request field at fault; absent leaves it null. */
        public Builder param(@Nullable String param) {
            if (param != null) {
                error.put("param", param);
            }
            return this;
        }

        /** One more metadata entry, unless the value is absent. */
        public Builder metadata(String name, @Nullable String value) {
            if (value != null) {
                metadata.put(name, value);
            }
            return this;
        }

        /**
         * Why nothing could serve the request.
         *
         * @param code one of OpenRouter's availability codes, e.g. {@code no_endpoints}
         * @param retryable whether the same request may succeed later
         * @param retryAfterSeconds when to try again; absent if unknown
         */
        public Builder availability(String code, boolean retryable, @Nullable Long retryAfterSeconds) {
            ObjectNode stated = WireJson.object().put("code", code).put("retryable", retryable);
            if (retryAfterSeconds != null) {
                stated.put("retry_after", retryAfterSeconds);
            }
            availability = stated;
            return this;
        }

        /** Which way the request took: tells what failed before. Absent leaves it out. */
        public Builder route(@Nullable RouteTaken taken) {
            route = taken;
            if (taken != null && !taken.failed().isEmpty()) {
                ArrayNode errors = metadata.putArray("previous_errors");
                taken.failed()
                        .forEach(each -> errors.addObject()
                                .put("provider", each.provider())
                                .put("code", each.code())
                                .put("status", each.status()));
            }
            return this;
        }

        /** The {@code error} object alone, e.g. for an error chunk. */
        public ObjectNode toError() {
            ObjectNode all = error.deepCopy();
            if (availability != null) {
                all.set("availability", availability.deepCopy());
            }
            all.set("metadata", metadata.deepCopy());
            return all;
        }

        /** The whole body. */
        public byte[] toBytes() {
            return toBytes(null);
        }

        /** The whole body for a caller that may want to see the route as well; absent if it does not. */
        public byte[] toBytes(@Nullable RouterMetadata wanted) {
            ObjectNode body = WireJson.object();
            body.set("error", toError());
            RouterMetadata.addTo(body, wanted, route);
            return WireJson.write(body);
        }
    }
}
