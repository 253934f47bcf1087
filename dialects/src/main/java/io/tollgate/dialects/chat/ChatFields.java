package io.tollgate.dialects.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields of a validated chat request that have more than one form. */
public final class ChatFields {

    private ChatFields() {}

    /** The {@code stop} sequences, given as one string or several; empty if there are none. */
    public static List<String> stops(ObjectNode chat) {
        JsonNode stop = chat.path("stop");
        List<String> stops = new ArrayList<>();
        if (stop.isTextual()) {
            stops.add(stop.asText());
        }
        stop.forEach(one -> {
            if (one.isTextual()) {
                stops.add(one.asText());
            }
        });
        return stops;
    }

    /** The caller's name for its user: {@code metadata.user_id}, else {@code user}; absent if neither is said. */
    public static @Nullable String userId(ObjectNode chat) {
        String inMetadata = textOrNull(chat.path("metadata").path("user_id"));
        return inMetadata == null ? textOrNull(chat.path("user")) : inMetadata;
    }

    /** The arguments of a tool call, an object: what is no JSON object is kept as text in the member {@code arguments}. */
    public static ObjectNode arguments(JsonNode arguments) {
        if (arguments instanceof ObjectNode object) {
            return object;
        }
        String text = arguments.asText("");
        if (text.isBlank()) {
            return WireJson.object();
        }
        try {
            if (WireJson.mapper().readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException notJson) {
            // Models do produce broken arguments, and callers send them back: the text itself is the most faithful form
            // left.
        }
        return WireJson.object().put("arguments", text);
    }

    /** All text of a message's content, given as a string or as parts. */
    public static String text(JsonNode content) {
        if (content.isTextual()) {
            return content.asText();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            text.append(part.path("text").asText(part.path("refusal").asText("")));
        }
        return text.toString();
    }

    /** A text that is not empty; absent otherwise. */
    public static @Nullable String textOrNull(JsonNode node) {
        return node.isTextual() && !node.asText().isEmpty() ? node.asText() : null;
    }
}
