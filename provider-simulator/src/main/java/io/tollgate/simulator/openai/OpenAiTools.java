package io.tollgate.simulator.openai;

import static io.tollgate.simulator.openai.OpenAiErrors.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.wire.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the tools of a chat completion request. */
final class OpenAiTools {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

    private OpenAiTools() {}

    static List<Ask.Tool> tools(JsonNode body) {
        List<Ask.Tool> tools = new ArrayList<>();
        JsonNode offered = body.path("tools");
        if (offered.isArray() && offered.isEmpty()) {
            throw invalid(
                    "Invalid 'tools': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                    "tools",
                    "empty_array");
        }
        if (offered.size() > 128) {
            throw invalid("Invalid 'tools': array too long.", "tools", "array_above_max_length");
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < offered.size(); i++) {
            Ask.Tool tool = tool(offered.get(i), "tools[" + i + "]");
            if (!names.add(tool.name())) {
                throw invalid(
                        "Invalid 'tools': duplicate function name '" + tool.name() + "'.", "tools", "invalid_value");
            }
            tools.add(tool);
        }
        return tools;
    }

    private static Ask.Tool tool(JsonNode tool, String at) {
        if (!tool.path("type").asText("").equals("function")) {
            throw invalid(
                    "Invalid value: '" + tool.path("type").asText()
                            + "'. Supported values are: 'function' and 'custom'.",
                    at + ".type",
                    "invalid_value");
        }
        JsonNode function = tool.path("function");
        String name = Fields.text(function, "name");
        if (name == null) {
            throw invalid(
                    "Missing required parameter: '" + at + ".function.name'.",
                    at + ".function.name",
                    "missing_required_parameter");
        }
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "Invalid '" + at
                            + ".function.name': string does not match pattern. Expected a string that matches the"
                            + " pattern '^[a-zA-Z0-9_-]+$'.",
                    at + ".function.name",
                    "invalid_value");
        }
        JsonNode parameters = function.path("parameters");
        if (!parameters.isObject()) {
            return new Ask.Tool(name, null);
        }
        boolean strict = function.path("strict").asBoolean();
        if (strict) {
            OpenAiSchemas.checkStrict(parameters, "function '" + name + "'", at + ".function.parameters");
        } else if (!parameters.isEmpty() && !parameters.path("type").asText("").equals("object")) {
            throw invalid(
                    "Invalid schema for function '" + name
                            + "': schema must be a JSON Schema of 'type: \"object\"', got" + " 'type: \""
                            + parameters.path("type").asText("None") + "\"'.",
                    at + ".function.parameters",
                    "invalid_function_parameters");
        }
        return new Ask.Tool(name, parameters);
    }

    static Ask.ToolChoice choice(JsonNode body, List<Ask.Tool> tools) {
        JsonNode choice = body.path("tool_choice");
        if (choice.isMissingNode() || choice.isNull()) {
            return Ask.ToolChoice.AUTO;
        }
        if (tools.isEmpty()) {
            throw invalid(
                    "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
                    "tool_choice",
                    null);
        }
        if (choice.isTextual()) {
            return switch (choice.asText()) {
                case "auto" -> Ask.ToolChoice.AUTO;
                case "none" -> Ask.ToolChoice.NONE;
                case "required", "any" -> new Ask.ToolChoice(Ask.ToolChoice.Mode.REQUIRED, List.of());
                default -> throw invalid("Invalid value: '" + choice.asText() + "'.", "tool_choice", "invalid_value");
            };
        }
        if (choice.path("type").asText().equals("allowed_tools")) {
            return among(choice.path("allowed_tools"), tools);
        }
        return new Ask.ToolChoice(Ask.ToolChoice.Mode.REQUIRED, List.of(known(choice, tools)));
    }

    private static Ask.ToolChoice among(JsonNode allowed, List<Ask.Tool> tools) {
        List<String> names = new ArrayList<>();
        allowed.path("tools").forEach(tool -> names.add(known(tool, tools)));
        boolean required = allowed.path("mode").asText().equals("required");
        return new Ask.ToolChoice(required ? Ask.ToolChoice.Mode.REQUIRED : Ask.ToolChoice.Mode.AUTO, names);
    }

    private static String known(JsonNode choice, List<Ask.Tool> tools) {
        String name = Fields.text(choice.path("function"), "name");
        if (name == null || tools.stream().noneMatch(tool -> tool.name().equals(name))) {
            throw invalid(
                    "Invalid value for 'tool_choice': Tool choice 'function' not found in 'tools' parameter.",
                    "tool_choice",
                    null);
        }
        return name;
    }
}
