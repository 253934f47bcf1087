package io.tollgate.ingress.chat;

import io.tollgate.dialects.openai.RouterMetadata;
import io.vertx.core.MultiMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a caller wants to see how its request was routed: {@code X-OpenRouter-Metadata: enabled}, or its older name. */
final class MetadataHeader {

    private static final List<String> NAMES = List.of("X-OpenRouter-Metadata", "X-OpenRouter-Experimental-Metadata");
    private static final String ENABLED = "enabled";

    private MetadataHeader() {}

    /**
     * What to render, or absent if the caller does not ask.
     *
     * @param models the models that the caller named, the preferred one first
     */
    static @Nullable RouterMetadata wish(MultiMap headers, List<String> models) {
        boolean asked = NAMES.stream().map(headers::get).anyMatch(ENABLED::equalsIgnoreCase);
        return asked ? RouterMetadata.of(models) : null;
    }
}
