package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.FailureKind;
import io.tollgate.dialects.provider.ProviderFailure;
import io.tollgate.dialects.provider.ProviderFailureException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What Anthropic's errors mean for our callers. What concerns our own account there (key, permission, credit) is not the caller's
 * fault and is not shown; another endpoint may serve.
 */
final class AnthropicFailures {

    /** Longest message of the provider that is handed on, in characters. */
    private static final int MAX_MESSAGE = 1_000;

    private AnthropicFailures() {}

    static ProviderFailure of(int status, byte[] body) {
        JsonNode error = error(body);
        String type = error.path("type").asText("");
        String message = error.path("message").asText("");
        return of(type.isEmpty() ? typeOf(status) : type, message, type.isEmpty() ? null : type);
    }

    /** The failure in an {@code error} event of a stream, or in an error that came in place of an answer. */
    static ProviderFailureException inStream(JsonNode event) {
        JsonNode error = event.path("error");
        String type = error.path("type").asText("api_error");
        return new ProviderFailureException(of(type, error.path("message").asText(""), type));
    }

    static ProviderFailureException unreadable() {
        return new ProviderFailureException(
                FailureKind.UNAVAILABLE.because("The provider's reply could not be read.", null));
    }

    private static ProviderFailure of(String type, String message, @Nullable String code) {
        return switch (type) {
            case "invalid_request_error" -> invalidRequest(message, code);
            case "request_too_large" ->
                FailureKind.TOO_LARGE.because(shown(message, "The request is too large."), code);
            case "authentication_error", "permission_error", "billing_error" -> ofOurAccount(code);
            case "not_found_error" -> FailureKind.UNAVAILABLE.because("The provider does not offer this model.", code);
            case "rate_limit_error" -> FailureKind.RATE_LIMITED.because("The provider's rate limit is reached.", code);
            case "overloaded_error" -> FailureKind.OVERLOADED.because("The provider is overloaded.", code);
            case "timeout_error" -> FailureKind.TIMEOUT.because("The provider timed out.", code);
            default -> FailureKind.UNAVAILABLE.because("The provider failed.", code);
        };
    }

    private static ProviderFailure invalidRequest(String message, @Nullable String code) {
        String text = message.toLowerCase(Locale.ROOT);
        if (text.contains("credit balance")
                || text.contains("usage limits")
                || text.contains("organization has been disabled")) {
            return ofOurAccount(code);
        }
        String shown = shown(message, "The provider refused the request as invalid.");
        if (text.contains("prompt is too long")
                || text.contains("exceed context limit")
                || text.contains("context window")) {
            // A model or endpoint with a longer context may still serve.
            return FailureKind.CONTEXT_LENGTH.because(shown, code);
        }
        if (text.contains("content filtering policy")) {
            return FailureKind.CONTENT_POLICY.because(shown, code);
        }
        if (text.contains("could not process image") || text.contains("unable to download")) {
            return FailureKind.INVALID_IMAGE.ofTheCaller(shown, code);
        }
        if (text.contains("image") && (text.contains("exceeds") || text.contains("too large"))) {
            return FailureKind.IMAGE_TOO_LARGE.because(shown, code);
        }
        return FailureKind.INVALID_REQUEST.ofTheCaller(shown, code);
    }

    private static ProviderFailure ofOurAccount(@Nullable String code) {
        return FailureKind.UNAVAILABLE.because("The provider does not serve this gateway at the moment.", code);
    }

    private static String typeOf(int status) {
        return switch (status) {
            case 400, 422 -> "invalid_request_error";
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 408, 504, 524 -> "timeout_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503, 529 -> "overloaded_error";
            default -> "api_error";
        };
    }

    private static String shown(String message, String otherwise) {
        if (message.isBlank()) {
            return otherwise;
        }
        return message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
    }

    private static JsonNode error(byte[] body) {
        try {
            JsonNode tree = WireJson.mapper().readTree(body);
            return tree == null ? WireJson.object() : tree.path("error");
        } catch (IOException notJson) {
            // Proxies in front of the API answer with HTML; the status has to do.
            return WireJson.object();
        }
    }
}
