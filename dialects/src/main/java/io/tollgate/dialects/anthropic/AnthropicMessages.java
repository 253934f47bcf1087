package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ChatFields;
import io.tollgate.dialects.json.WireJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A caller's messages in Anthropic's form: system texts apart, turns alternating between user and assistant, and the results of a
 * turn's tool calls first in the one user message after it.
 */
final class AnthropicMessages {

    /** Stands for the turn that a conversation begun by the assistant does not have. */
    private static final String BEGIN = "(The assistant begins.)";

    private final ArrayNode system = WireJson.mapper().createArrayNode();
    private final ArrayNode turns = WireJson.mapper().createArrayNode();
    private final Set<String> calledTools = new LinkedHashSet<>();

    /** @throws io.tollgate.dialects.provider.ProviderFailureException if a part has a kind that the dialect cannot express */
    AnthropicMessages(JsonNode messages) {
        for (JsonNode message : messages) {
            switch (message.path("role").asText()) {
                case "system", "developer" -> AnthropicContent.blocks(message).forEach(system::add);
                case "assistant" -> append("assistant", assistantBlocks(message));
                case "tool", "function" -> append("user", List.of(toolResult(message)));
                default -> append("user", AnthropicContent.blocks(message));
            }
        }
        if (turns.isEmpty() && !system.isEmpty()) {
            // The API demands a turn; a request of instructions alone is meant as a question.
            append("user", List.of((ObjectNode) system.remove(system.size() - 1)));
        }
        stripFinalWhitespace();
    }

    /** Text blocks of the system prompt, may be empty. */
    ArrayNode system() {
        return system;
    }

    ArrayNode turns() {
        return turns;
    }

    /** Names of the tools that earlier turns called. */
    Set<String> calledTools() {
        return calledTools;
    }

    /** False if the last turn hands in tool results but the turn that called the tools has lost its thinking blocks. */
    boolean signedHistory() {
        int last = turns.size() - 1;
        if (last < 1) {
            return true;
        }
        boolean toolLoop =
                turns.get(last).path("content").path(0).path("type").asText().equals("tool_result");
        String first = turns.get(last - 1).path("content").path(0).path("type").asText();
        return !toolLoop || first.equals("thinking") || first.equals("redacted_thinking");
    }

    private void append(String role, List<ObjectNode> blocks) {
        if (blocks.isEmpty()) {
            return;
        }
        if (turns.isEmpty() && role.equals("assistant")) {
            // The API wants the user's turn first; callers begin with greetings of the assistant.
            turns.addObject().put("role", "user").putArray("content").add(AnthropicContent.text(BEGIN));
        }
        JsonNode last = turns.path(turns.size() - 1);
        ArrayNode content;
        if (last.path("role").asText().equals(role)) {
            content = (ArrayNode) last.path("content");
        } else {
            content = turns.addObject().put("role", role).putArray("content");
        }
        blocks.forEach(content::add);
    }

    private List<ObjectNode> assistantBlocks(JsonNode message) {
        List<ObjectNode> blocks = ThinkingBlocks.of(message.path("reasoning_details"));
        blocks.addAll(AnthropicContent.blocks(message));
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            String name = function.path("name").asText("");
            calledTools.add(name);
            ObjectNode block = WireJson.object()
                    .put("type", "tool_use")
                    .put("id", toolId(call.path("id").asText("")))
                    .put("name", name);
            block.set("input", ChatFields.arguments(function.path("arguments")));
            AnthropicContent.markCache(call, block);
            blocks.add(block);
        }
        return blocks;
    }

    private static ObjectNode toolResult(JsonNode message) {
        ObjectNode result = WireJson.object()
                .put("type", "tool_result")
                .put("tool_use_id", toolId(message.path("tool_call_id").asText("")));
        List<ObjectNode> blocks = AnthropicContent.blocks(message);
        // A cache mark inside a result counts for the result as a whole.
        for (ObjectNode block : blocks) {
            JsonNode mark = block.remove("cache_control");
            if (mark != null) {
                result.set("cache_control", mark);
            }
        }
        if (blocks.size() == 1 && blocks.getFirst().path("type").asText().equals("text")) {
            result.set("content", blocks.getFirst().get("text"));
        } else if (!blocks.isEmpty()) {
            ArrayNode content = result.putArray("content");
            blocks.forEach(content::add);
        }
        return result;
    }

    /** Ids of other providers may have characters that the API refuses; a call and its result get the same substitute. */
    private static String toolId(String id) {
        String allowed = id.replaceAll("[^a-zA-Z0-9_-]", "_");
        return allowed.isEmpty() ? "call" : allowed;
    }

    private void stripFinalWhitespace() {
        JsonNode last = turns.path(turns.size() - 1);
        if (!last.path("role").asText().equals("assistant")) {
            return;
        }
        ArrayNode content = (ArrayNode) last.path("content");
        if (content.path(content.size() - 1) instanceof ObjectNode block && block.has("text")) {
            String stripped = block.path("text").asText().stripTrailing();
            if (!stripped.isEmpty()) {
                block.put("text", stripped);
            } else if (content.size() > 1) {
                content.remove(content.size() - 1);
            } else {
                turns.remove(turns.size() - 1);
            }
        }
    }
}
