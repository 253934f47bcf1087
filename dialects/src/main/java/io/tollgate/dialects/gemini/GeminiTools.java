package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ToolChoice;
import io.tollgate.dialects.json.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Tools and tool choice in Gemini's form. Parameters go as JSON Schema; {@code parallel_tool_calls: false} has no counterpart and
 * is passed over.
 */
final class GeminiTools {

    private GeminiTools() {}

    /** Sets {@code tools} and {@code toolConfig} of a request. */
    static void write(ObjectNode chat, ObjectNode request) {
        ToolChoice choice = ToolChoice.of(chat);
        ArrayNode declarations = WireJson.mapper().createArrayNode();
        for (JsonNode tool : chat.path("tools")) {
            JsonNode function = tool.path("function");
            if (choice == null || isOffered(choice, function)) {
                declarations.add(declaration(function));
            }
        }
        if (declarations.isEmpty()) {
            return;
        }
        request.putArray("tools").addObject().set("functionDeclarations", declarations);
        if (choice != null) {
            request.putObject("toolConfig").set("functionCallingConfig", config(choice));
        }
    }

    private static boolean isOffered(ToolChoice choice, JsonNode function) {
        // A demand names its functions in the config; only a choice left to the model has to be narrowed by the list.
        return choice.mode() == ToolChoice.Mode.REQUIRED
                || choice.permits(function.path("name").asText());
    }

    private static ObjectNode declaration(JsonNode function) {
        ObjectNode declaration =
                WireJson.object().put("name", function.path("name").asText(""));
        if (function.path("description").isTextual()) {
            declaration.put("description", function.path("description").asText());
        }
        ObjectNode parameters = schema(function.path("parameters"));
        if (parameters != null && !parameters.path("properties").isEmpty()) {
            declaration.set("parametersJsonSchema", parameters);
        }
        return declaration;
    }

    /** A caller's schema without the keywords that only tell which standard it follows; absent if there is none. */
    static @Nullable ObjectNode schema(JsonNode schema) {
        if (!(schema instanceof ObjectNode object) || object.isEmpty()) {
            return null;
        }
        return object.has("$schema") ? object.deepCopy().without("$schema") : object;
    }

    private static ObjectNode config(ToolChoice choice) {
        ObjectNode config = WireJson.object();
        switch (choice.mode()) {
            case AUTO -> config.put("mode", "AUTO");
            case NONE -> config.put("mode", "NONE");
            case REQUIRED -> {
                config.put("mode", "ANY");
                if (!choice.names().isEmpty()) {
                    ArrayNode names = config.putArray("allowedFunctionNames");
                    choice.names().forEach(names::add);
                }
            }
        }
        return config;
    }
}
