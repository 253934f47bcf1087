package io.tollgate.contracts.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the caller wrote on its request for its own records. It changes nothing of how the request is served.
 *
 * @param sessionId the conversation it belongs to, at most 256 characters
 * @param metadata OpenAI's {@code metadata}: at most 16 pairs, keys of at most 64 and values of at most 512 characters,
 *     10 KB in all; absent if none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Labels(@Nullable String sessionId, @Nullable Map<String, String> metadata) {

    public Labels {
        metadata = metadata == null ? null : Map.copyOf(metadata);
    }

    /** The labels, or absent if there is none of either kind. */
    public static @Nullable Labels of(@Nullable String sessionId, Map<String, String> metadata) {
        return sessionId == null && metadata.isEmpty()
                ? null
                : new Labels(sessionId, metadata.isEmpty() ? null : metadata);
    }
}
