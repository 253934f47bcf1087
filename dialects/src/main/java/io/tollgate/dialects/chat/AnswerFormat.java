package io.tollgate.dialects.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The caller's {@code response_format}.
 *
 * @param json whether the answer must be JSON
 * @param schema the JSON Schema it must conform to; absent if any object will do
 */
public record AnswerFormat(boolean json, @Nullable ObjectNode schema) {

    /** Reads the format of a validated request. */
    public static AnswerFormat of(ObjectNode chat) {
        JsonNode format = chat.path("response_format");
        return switch (format.path("type").asText()) {
            case "json_object" -> new AnswerFormat(true, null);
            case "json_schema" ->
                new AnswerFormat(
                        true, format.path("json_schema").path("schema") instanceof ObjectNode schema ? schema : null);
            default -> new AnswerFormat(false, null);
        };
    }

    /** The format in words, for a model that cannot be held to it otherwise. */
    public String instruction() {
        String only = "and nothing else: no prose, no code fence.";
        return schema == null
                ? "Answer with one valid JSON object " + only
                : "Answer with valid JSON that conforms to the following JSON Schema " + only + "\n"
                        + Objects.requireNonNull(schema);
    }
}
