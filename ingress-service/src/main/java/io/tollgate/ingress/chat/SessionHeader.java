package io.tollgate.ingress.chat;

import io.tollgate.contracts.request.Labels;
import io.tollgate.dialects.openai.ChatRequests;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The other place in which OpenRouter's clients may name the conversation; the body's own {@code session_id} comes first. */
final class SessionHeader {

    private static final String NAME = "x-session-id";

    private SessionHeader() {}

    /** The labels of a request with these headers. */
    static @Nullable Labels labels(MultiMap headers, @Nullable Labels ofBody) {
        if (ofBody != null && ofBody.sessionId() != null) {
            return ofBody;
        }
        Map<String, String> metadata =
                ofBody == null ? Map.of() : Objects.requireNonNullElse(ofBody.metadata(), Map.of());
        return Labels.of(ChatRequests.sessionId(NAME, headers.get(NAME)), metadata);
    }
}
