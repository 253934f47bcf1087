package io.tollgate.router.access;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors in OpenRouter's shape. */
public final class ErrorBody {

    private ErrorBody() {}

    /** An error answer without further data. */
    public static Response response(int status, String errorType, String message, @Nullable String param) {
        return response(status, errorType, message, param, Map.of());
    }

    /**
     * An error answer.
     *
     * @param errorType OpenRouter's {@code error_type}
     * @param param the parameter in question; absent if none
     * @param metadata further data for the caller
     */
    public static Response response(
            int status, String errorType, String message, @Nullable String param, Map<String, ?> metadata) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("error_type", errorType);
        all.putAll(metadata);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", status);
        error.put("message", message);
        error.put("type", errorType);
        error.put("param", param);
        error.put("metadata", all);
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("error", error))
                .build();
    }
}
