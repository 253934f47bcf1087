package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.util.List;

/** Rewrites messages where a host would refuse what callers of OpenRouter's dialect send. Unaffected nodes are taken over. */
final class ProviderMessages {

    private static final String CACHE_CONTROL = "cache_control";
    /** What answers carried and callers send back; no host takes it in this form. */
    private static final List<String> ANSWER_FIELDS =
            List.of("reasoning", "reasoning_details", "reasoning_content", "annotations", "images", CACHE_CONTROL);

    private ProviderMessages() {}

    static ArrayNode of(JsonNode messages, HostTraits host) {
        ArrayNode rewritten = WireJson.mapper().createArrayNode();
        messages.forEach(message -> rewritten.add(message(message, host)));
        return rewritten;
    }

    private static JsonNode message(JsonNode original, HostTraits host) {
        if (!(original instanceof ObjectNode source)) {
            return original;
        }
        ObjectNode message = WireJson.object();
        message.setAll(source);
        if (!host.official() && message.path("role").asText().equals("developer")) {
            message.put("role", "system");
        }
        String reasoning = reasoning(source);
        message.remove(ANSWER_FIELDS);
        if (host.keepsReasoning() && !reasoning.isEmpty()) {
            message.put("reasoning_content", reasoning);
        }
        if (message.has("tool_calls") && message.path("tool_calls").isEmpty()) {
            message.remove("tool_calls");
        }
        if (!host.cacheMarkers() && message.path("content") instanceof ArrayNode parts) {
            message.set("content", withoutCacheMarkers(parts));
        }
        return message;
    }

    private static String reasoning(ObjectNode message) {
        for (String name : List.of("reasoning_content", "reasoning")) {
            if (message.path(name).isTextual()) {
                return message.path(name).textValue();
            }
        }
        StringBuilder text = new StringBuilder();
        message.path("reasoning_details")
                .forEach(detail -> text.append(detail.path("text").asText("")));
        return text.toString();
    }

    private static ArrayNode withoutCacheMarkers(ArrayNode parts) {
        ArrayNode clean = WireJson.mapper().createArrayNode();
        parts.forEach(part -> {
            if (part instanceof ObjectNode marked && marked.has(CACHE_CONTROL)) {
                ObjectNode copy = WireJson.object();
                copy.setAll(marked);
                copy.remove(CACHE_CONTROL);
                clean.add(copy);
            } else {
                clean.add(part);
            }
        });
        return clean;
    }
}
