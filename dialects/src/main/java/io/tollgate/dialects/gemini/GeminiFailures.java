package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.FailureKind;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.provider.ProviderFailureException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Google's errors mean for our callers. What concerns our own project there (key, permission, billing, location) is not the
 * caller's fault and is not shown; another endpoint may serve.
 */
final class GeminiFailures {

    /** Longest message of the provider that is handed on, in characters. */
    private static final int MAX_MESSAGE = 1_000;

    private GeminiFailures() {}

    static ProviderFailure of(int status, byte[] body) {
        JsonNode error = error(body);
        String name = error.path("status").asText("");
        return of(name.isEmpty() ? nameOf(status) : name, error, name.isEmpty() ? null : name);
    }

    /** The failure in an error that came in place of an answer or of its next chunk. */
    static ProviderFailureException inReply(JsonNode reply) {
        JsonNode error = reply.path("error");
        String name = error.path("status").asText(nameOf(error.path("code").asInt(500)));
        return new ProviderFailureException(of(name, error, name));
    }

    /** The model ended its answer with something that cannot be used. */
    static ProviderFailureException broken(String finishReason) {
        return new ProviderFailureException(
                FailureKind.UNAVAILABLE.because("The model did not produce a usable answer.", finishReason));
    }

    static ProviderFailureException unreadable() {
        return new ProviderFailureException(
                FailureKind.UNAVAILABLE.because("The provider's reply could not be read.", null));
    }

    private static ProviderFailure of(String name, JsonNode error, @Nullable String code) {
        String message = error.path("message").asText("");
        return switch (name) {
            case "INVALID_ARGUMENT", "OUT_OF_RANGE" -> invalidArgument(error, message, code);
            case "UNAUTHENTICATED", "PERMISSION_DENIED", "FAILED_PRECONDITION" -> ofOurAccount(code);
            case "NOT_FOUND", "UNIMPLEMENTED" ->
                FailureKind.UNAVAILABLE.because("The provider does not offer this model.", code);
            case "RESOURCE_EXHAUSTED" -> exhausted(message, code);
            case "PAYLOAD_TOO_LARGE" ->
                FailureKind.TOO_LARGE.because(shown(message, "The request is too large."), code);
            case "UNAVAILABLE" -> FailureKind.OVERLOADED.because("The provider is overloaded.", code);
            case "DEADLINE_EXCEEDED" -> FailureKind.TIMEOUT.because("The provider timed out.", code);
            default -> FailureKind.UNAVAILABLE.because("The provider failed.", code);
        };
    }

    private static ProviderFailure invalidArgument(JsonNode error, String message, @Nullable String code) {
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("api key")
                || text.contains("location is not supported")
                || hasReason(error, "API_KEY_INVALID")) {
            return ofOurAccount(code);
        }
        String shown = shown(message, "The provider refused the request as invalid.");
        if (text.contains("token count") && text.contains("exceed")) {
            // A model or endpoint with a longer context may still serve.
            return FailureKind.CONTEXT_LENGTH.because(shown, code);
        }
        if (text.contains("payload size exceeds")) {
            return FailureKind.TOO_LARGE.because(shown, code);
        }
        if (text.contains("unable to process input image") || text.contains("image is not valid")) {
            return FailureKind.INVALID_IMAGE.ofTheCaller(shown, code);
        }
        return FailureKind.INVALID_REQUEST.ofTheCaller(shown, code);
    }

    private static ProviderFailure exhausted(String message, @Nullable String code) {
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("credits are depleted") || text.contains("spending cap")) {
            return ofOurAccount(code);
        }
        return FailureKind.RATE_LIMITED.because("The provider's rate limit is reached.", code);
    }

    private static boolean hasReason(JsonNode error, String reason) {
        for (JsonNode detail : error.path("details")) {
            if (detail.path("reason").asText().equals(reason)) {
                return true;
            }
        }
        return false;
    }

    private static ProviderFailure ofOurAccount(@Nullable String code) {
        return FailureKind.UNAVAILABLE.because("The provider does not serve this gateway at the moment.", code);
    }

    private static String nameOf(int status) {
        return switch (status) {
            case 400, 422 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 402, 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 408, 504, 524 -> "DEADLINE_EXCEEDED";
            case 413 -> "PAYLOAD_TOO_LARGE";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503, 529 -> "UNAVAILABLE";
            default -> "INTERNAL";
        };
    }

    private static String shown(String message, String otherwise) {
        if (message.isBlank()) {
            return otherwise;
        }
        return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    }

    /** The error of a body, which streaming calls wrap into an array. */
    private static JsonNode error(byte[] body) {
        try {
            JsonNode tree = WireJson.mapper().readTree(body);
            JsonNode answer = tree != null && tree.isArray() ? tree.path(0) : tree;
            return answer == null ? WireJson.object() : answer.path("error");
        } catch (IOException notJson) {
            // Proxies in front of the API answer with HTML; the status has to do.
            return WireJson.object();
        }
    }
}
