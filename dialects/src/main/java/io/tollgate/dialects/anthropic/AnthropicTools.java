package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ToolChoice;
import io.tollgate.dialects.json.WireJson;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tools and tool choice in Anthropic's form. {@code strict} is not handed on: the API limits the number and the optional fields of
 * strict tools to far less than callers use, and refuses the request above that.
 */
final class AnthropicTools {

    private AnthropicTools() {}

    /** Sets {@code tools} and {@code tool_choice} of a request, and gives the instruction that stands in for a choice the model refuses. */
    static @Nullable String write(
            ObjectNode chat,
            ObjectNode request,
            ClaudeModel model,
            @Nullable ToolChoice choice,
            Set<String> calledTools) {
        ArrayNode tools = WireJson.mapper().createArrayNode();
        for (JsonNode tool : chat.path("tools")) {
            ObjectNode written = tool(tool);
            if (choice == null || permitted(choice, written)) {
                tools.add(written);
            }
        }
        if (tools.isEmpty()) {
            declareEarlierTools(request, calledTools);
            return null;
        }
        request.set("tools", tools);
        boolean single = chat.path("parallel_tool_calls").isBoolean()
                && !chat.path("parallel_tool_calls").asBoolean();
        if (choice == null && !single) {
            return null;
        }
        ToolChoice stated = choice == null ? new ToolChoice(ToolChoice.Mode.AUTO, List.of()) : choice;
        boolean demanded = stated.mode() == ToolChoice.Mode.REQUIRED;
        boolean refused = demanded && !model.forcedTools();
        ObjectNode written = refused ? WireJson.object().put("type", "auto") : choice(stated);
        if (single && stated.mode() != ToolChoice.Mode.NONE) {
            written.put("disable_parallel_tool_use", true);
        }
        request.set("tool_choice", written);
        return refused ? demand(stated) : null;
    }

    private static boolean permitted(ToolChoice choice, ObjectNode tool) {
        // A single named tool is chosen by name and leaves the list, and with it the provider's prompt cache, as it is.
        return choice.names().size() <= 1 || choice.permits(tool.path("name").asText());
    }

    private static ObjectNode tool(JsonNode tool) {
        JsonNode function = tool.path("function");
        ObjectNode written = WireJson.object().put("name", function.path("name").asText(""));
        if (function.path("description").isTextual()) {
            written.put("description", function.path("description").asText());
        }
        written.set("input_schema", inputSchema(function.path("parameters")));
        AnthropicContent.markCache(function, written);
        AnthropicContent.markCache(tool, written);
        return written;
    }

    private static ObjectNode inputSchema(JsonNode parameters) {
        if (!(parameters instanceof ObjectNode schema) || schema.isEmpty()) {
            ObjectNode none = WireJson.object().put("type", "object");
            none.putObject("properties");
            return none;
        }
        return schema.path("type").asText().equals("object")
                ? schema
                : schema.deepCopy().put("type", "object");
    }

    /** The API wants every tool that a turn has called to be declared; callers leave them out of a closing request. */
    private static void declareEarlierTools(ObjectNode request, Set<String> calledTools) {
        if (calledTools.isEmpty()) {
            return;
        }
        ArrayNode tools = request.putArray("tools");
        for (String name : calledTools) {
            ObjectNode tool = tools.addObject().put("name", name);
            tool.set("input_schema", inputSchema(WireJson.object()));
        }
        request.putObject("tool_choice").put("type", "none");
    }

    private static ObjectNode choice(ToolChoice choice) {
        ObjectNode written = WireJson.object();
        return switch (choice.mode()) {
            case AUTO -> written.put("type", "auto");
            case NONE -> written.put("type", "none");
            case REQUIRED ->
                choice.names().size() == 1
                        ? written.put("type", "tool").put("name", choice.names().getFirst())
                        : written.put("type", "any");
        };
    }

    private static String demand(ToolChoice choice) {
        return choice.names().isEmpty()
                ? "Answer with a tool call."
                : "Answer with a call of the tool " + String.join(" or ", choice.names()) + ".";
    }
}
