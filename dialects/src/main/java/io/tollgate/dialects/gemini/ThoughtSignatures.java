package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ChatFields;
import io.tollgate.dialects.json.WireJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signatures of thoughts that go to the caller as {@code reasoning_details} and come back. A signature belongs to the part it came
 * with: to a tool call, which the detail names by its id, or else to text.
 */
final class ThoughtSignatures {

    /** The {@code format} of details that only Gemini can read. */
    static final String FORMAT = "google-gemini-v1";

    /** Documented by Google for calls that Gemini did not make itself, such as those of another provider's turn. */
    static final String UNSIGNED = "skip_thought_signature_validator";

    private final Map<String, String> byCall = new HashMap<>();
    private final Deque<String> ofText = new ArrayDeque<>();

    /** Reads the signatures of one assistant message. */
    ThoughtSignatures(JsonNode details) {
        for (JsonNode detail : details) {
            if (!detail.path("format").asText("").equals(FORMAT)) {
                continue;
            }
            String field = detail.path("type").asText().equals("reasoning.encrypted") ? "data" : "signature";
            String signature = ChatFields.textOrNull(detail.path(field));
            String call = ChatFields.textOrNull(detail.path("id"));
            if (signature != null && call != null) {
                byCall.put(call, signature);
            } else if (signature != null) {
                ofText.addLast(signature);
            }
        }
    }

    /** The signature of a tool call; absent if it has none. */
    @Nullable
    String ofCall(String id) {
        return byCall.get(id);
    }

    /** The last signature that belongs to no call; absent if there is none. */
    @Nullable
    String ofText() {
        return ofText.peekLast();
    }

    /** A readable thought, as callers get it. */
    static ObjectNode textDetail(String text, int index) {
        return WireJson.object()
                .put("type", "reasoning.text")
                .put("text", text)
                .put("format", FORMAT)
                .put("index", index);
    }

    /**
     * A signature, as callers get it.
     *
     * @param call id of the tool call that it belongs to; absent if it belongs to text
     */
    static ObjectNode signatureDetail(String signature, @Nullable String call, int index) {
        ObjectNode detail = WireJson.object().put("type", "reasoning.encrypted").put("data", signature);
        if (call != null) {
            detail.put("id", call);
        }
        return detail.put("format", FORMAT).put("index", index);
    }
}
