package io.tollgate.simulator.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.wire.RefusalException;
import org.jspecify.annotations.Nullable;

/** OpenAI's error bodies. */
final class OpenAiErrors {

    private OpenAiErrors() {}

    static RefusalException invalid(String message, @Nullable String param, @Nullable String code) {
        return new RefusalException(400, message, param, code);
    }

    static ObjectNode body(int status, String message, @Nullable String param, @Nullable String code) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("message", message);
        error.put("type", type(status));
        error.put("param", param);
        error.put("code", code != null ? code : code(status));
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("error", error);
        return body;
    }

    private static String type(int status) {
        return switch (status) {
            case 429 -> "requests";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    private static @Nullable String code(int status) {
        return switch (status) {
            case 429 -> "rate_limit_exceeded";
            case 401 -> "invalid_api_key";
            default -> null;
        };
    }
}
