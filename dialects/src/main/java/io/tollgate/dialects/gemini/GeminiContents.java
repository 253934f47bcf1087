package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ChatFields;
import io.tollgate.dialects.json.WireJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A caller's messages in Gemini's form: system texts apart, turns alternating between user and model, and the responses to a turn's
 * function calls in the order of the calls. The API knows a response by the function's name, callers by the call's id.
 */
final class GeminiContents {

    private final GeminiModel model;
    private final List<ObjectNode> system = new ArrayList<>();
    private final ArrayNode contents = WireJson.mapper().createArrayNode();
    private final Map<String, String> functionByCall = new HashMap<>();
    private final Map<String, Integer> orderByCall = new HashMap<>();

    /** @throws io.tollgate.dialects.provider.ProviderFailureException if a part has a kind that the dialect cannot express */
    GeminiContents(JsonNode messages, GeminiModel model) {
        this.model = model;
        int lastUser = lastUserMessage(messages);
        for (int at = 0; at < messages.size(); at++) {
            JsonNode message = messages.get(at);
            switch (message.path("role").asText()) {
                case "system", "developer" -> system.addAll(GeminiParts.of(message.path("content")));
                case "assistant" -> append("model", modelParts(message, at > lastUser));
                case "tool", "function" -> {
                    List<JsonNode> results = new ArrayList<>();
                    results.add(message);
                    while (isToolResult(messages.path(at + 1))) {
                        at++;
                        results.add(messages.get(at));
                    }
                    append("user", responseParts(results));
                }
                default -> append("user", GeminiParts.of(message.path("content")));
            }
        }
        if (contents.isEmpty() && !system.isEmpty()) {
            // The API demands a turn; a request of instructions alone is meant as a question.
            append("user", List.of(system.removeLast()));
        }
    }

    /** Parts of the system instruction, may be empty. */
    List<ObjectNode> system() {
        return system;
    }

    ArrayNode contents() {
        return contents;
    }

    private static int lastUserMessage(JsonNode messages) {
        int last = -1;
        for (int at = 0; at < messages.size(); at++) {
            if (messages.get(at).path("role").asText().equals("user")) {
                last = at;
            }
        }
        return last;
    }

    private static boolean isToolResult(JsonNode message) {
        String role = message.path("role").asText();
        return role.equals("tool") || role.equals("function");
    }

    private void append(String role, List<ObjectNode> parts) {
        if (parts.isEmpty()) {
            return;
        }
        JsonNode last = contents.path(contents.size() - 1);
        ArrayNode into;
        if (last.path("role").asText().equals(role)) {
            into = (ArrayNode) last.path("parts");
        } else {
            into = contents.addObject().put("role", role).putArray("parts");
        }
        parts.forEach(into::add);
    }

    /** @param current whether the message belongs to the turn that is still running, whose calls the API checks */
    private List<ObjectNode> modelParts(JsonNode message, boolean current) {
        ThoughtSignatures signatures = new ThoughtSignatures(message.path("reasoning_details"));
        List<ObjectNode> parts = new ArrayList<>(GeminiParts.of(message.path("content")));
        String ofText = signatures.ofText();
        if (ofText != null && !parts.isEmpty()) {
            parts.getLast().put("thoughtSignature", ofText);
        }
        boolean first = true;
        for (JsonNode call : message.path("tool_calls")) {
            String id = call.path("id").asText("");
            ObjectNode part = functionCall(id, call.path("function"));
            String signature = signatures.ofCall(id);
            if (signature == null && first && ofText != null && parts.isEmpty()) {
                signature = ofText;
            }
            if (signature == null && first && current && model.signedCalls()) {
                signature = ThoughtSignatures.UNSIGNED;
            }
            if (signature != null) {
                part.put("thoughtSignature", signature);
            }
            parts.add(part);
            first = false;
        }
        return parts;
    }

    private ObjectNode functionCall(String id, JsonNode function) {
        String name = function.path("name").asText("");
        functionByCall.put(id, name);
        orderByCall.put(id, orderByCall.size());
        ObjectNode part = WireJson.object();
        ObjectNode call = part.putObject("functionCall");
        if (!id.isEmpty()) {
            call.put("id", id);
        }
        call.put("name", name).set("args", ChatFields.arguments(function.path("arguments")));
        return part;
    }

    private List<ObjectNode> responseParts(List<JsonNode> results) {
        results.sort(Comparator.comparingInt(
                result -> orderByCall.getOrDefault(result.path("tool_call_id").asText(""), Integer.MAX_VALUE)));
        List<ObjectNode> responses = new ArrayList<>();
        List<ObjectNode> media = new ArrayList<>();
        for (JsonNode result : results) {
            responses.add(functionResponse(result));
            if (result.path("content").isArray()) {
                GeminiParts.of(result.path("content")).stream()
                        .filter(part -> !part.has("text"))
                        .forEach(media::add);
            }
        }
        responses.addAll(media);
        return responses;
    }

    private ObjectNode functionResponse(JsonNode result) {
        String id = result.path("tool_call_id").asText("");
        String fallback = ChatFields.textOrNull(result.path("name"));
        String name = functionByCall.getOrDefault(id, fallback == null ? id : fallback);
        ObjectNode part = WireJson.object();
        ObjectNode response = part.putObject("functionResponse");
        if (!id.isEmpty()) {
            response.put("id", id);
        }
        response.put("name", name).set("response", responseObject(ChatFields.text(result.path("content"))));
        return part;
    }

    private static ObjectNode responseObject(String text) {
        if (text.stripLeading().startsWith("{")) {
            try {
                if (WireJson.mapper().readTree(text) instanceof ObjectNode object) {
                    return object;
                }
            } catch (JsonProcessingException notJson) {
                // Then it is text that happens to begin with a brace.
            }
        }
        return WireJson.object().put("output", text);
    }
}
