package io.tollgate.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.wire.Fields;
import io.tollgate.simulator.wire.RefusalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks everything of a generateContent request but its contents. Fields may be written in camel or snake case. */
final class GeminiFields {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "contents",
            "tools",
            "toolConfig",
            "safetySettings",
            "systemInstruction",
            "generationConfig",
            "cachedContent",
            "labels",
            "serviceTier",
            "store");
    private static final Set<String> CONFIG = Set.of(
            "stopSequences",
            "responseMimeType",
            "responseSchema",
            "responseJsonSchema",
            "responseModalities",
            "candidateCount",
            "maxOutputTokens",
            "temperature",
            "topP",
            "topK",
            "seed",
            "presencePenalty",
            "frequencyPenalty",
            "responseLogprobs",
            "logprobs",
            "enableEnhancedCivicAnswers",
            "speechConfig",
            "thinkingConfig",
            "imageConfig",
            "mediaResolution",
            "audioTimestamp",
            "routingConfig");
    private static final Set<String> THINKING = Set.of("includeThoughts", "thinkingBudget", "thinkingLevel");
    private static final Set<String> TOOL = Set.of(
            "functionDeclarations",
            "googleSearch",
            "googleSearchRetrieval",
            "codeExecution",
            "urlContext",
            "computerUse",
            "fileSearch",
            "googleMaps");
    private static final Set<String> DECLARATION = Set.of(
            "name", "description", "parameters", "parametersJsonSchema", "response", "responseJsonSchema", "behavior");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_.:-]{0,63}");

    private GeminiFields() {}

    static RefusalException invalid(String message) {
        return new RefusalException(400, message, null, "INVALID_ARGUMENT");
    }

    static RefusalException unknownName(String name, String at) {
        return invalid("Invalid JSON payload received. Unknown name \"" + name + "\""
                + (at.isEmpty() ? "" : " at '" + at + "'") + ": Cannot find field.");
    }

    /** A field in camel case, or else in snake case. */
    static JsonNode get(JsonNode object, String field) {
        return object.has(field) ? object.path(field) : object.path(snake(field));
    }

    private static String snake(String camel) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < camel.length(); i++) {
            char c = camel.charAt(i);
            if (Character.isUpperCase(c)) {
                snake.append('_').append(Character.toLowerCase(c));
            } else {
                snake.append(c);
            }
        }
        return snake.toString();
    }

    static void requireKnown(JsonNode object, Set<String> known, String at) {
        for (var entry : object.properties()) {
            String name = entry.getKey();
            if (!known.contains(name)
                    && known.stream().noneMatch(field -> snake(field).equals(name))) {
                throw unknownName(name, at);
            }
        }
    }

    static void check(JsonNode body) {
        requireKnown(body, KNOWN, "");
        JsonNode config = get(body, "generationConfig");
        requireKnown(config, CONFIG, "generation_config");
        range(config, "temperature", 0, 2);
        range(config, "topP", 0, 1);
        range(config, "presencePenalty", -2, 2);
        range(config, "frequencyPenalty", -2, 2);
        whole(config, "maxOutputTokens", 1, Integer.MAX_VALUE);
        whole(config, "candidateCount", 1, 8);
        whole(config, "topK", 1, Integer.MAX_VALUE);
        whole(config, "seed", Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (get(config, "stopSequences").size() > 5) {
            throw invalid("Unable to submit request because it has more than 5 stop sequences.");
        }
        requireKnown(get(config, "thinkingConfig"), THINKING, "generation_config.thinking_config");
        JsonNode schema = get(config, "responseSchema");
        if (schema.isObject() || get(config, "responseJsonSchema").isObject()) {
            if (!get(config, "responseMimeType").asText("").equals("application/json")) {
                throw invalid("Function calling config is set without function_declarations or response schema with"
                        + " unsupported response mime type; must be application/json.");
            }
            GeminiSchemas.check(schema, "generation_config.response_schema");
        }
    }

    private static void range(JsonNode config, String field, double least, double most) {
        if (!Fields.within(config, field, least, most)) {
            throw invalid("* GenerateContentRequest.generation_config." + snake(field) + ": " + snake(field)
                    + " must be in the range [" + least + ", " + most + "]");
        }
    }

    private static void whole(JsonNode config, String field, long least, long most) {
        if (!Fields.wholeWithin(config, field, least, most)) {
            throw invalid(
                    "Invalid value at 'generation_config." + snake(field) + "' (TYPE_INT32), " + config.path(field));
        }
    }

    static List<Ask.Tool> tools(JsonNode body) {
        List<Ask.Tool> tools = new ArrayList<>();
        JsonNode offered = body.path("tools");
        for (int i = 0; i < offered.size(); i++) {
            requireKnown(offered.get(i), TOOL, "tools[" + i + "]");
            JsonNode declarations = get(offered.get(i), "functionDeclarations");
            for (int j = 0; j < declarations.size(); j++) {
                Ask.Tool tool = tool(declarations.get(j), "tools[" + i + "].function_declarations[" + j + "]");
                if (tools.stream().anyMatch(other -> other.name().equals(tool.name()))) {
                    throw invalid("Duplicate function declaration found: " + tool.name());
                }
                tools.add(tool);
            }
        }
        return tools;
    }

    private static Ask.Tool tool(JsonNode declaration, String at) {
        requireKnown(declaration, DECLARATION, at);
        String name = declaration.path("name").asText("");
        if (!NAME.matcher(name).matches()) {
            throw invalid(
                    "* GenerateContentRequest." + at + ".name: Invalid function name. Must start with a letter or an"
                            + " underscore. Must be alphameric (a-z, A-Z, 0-9), underscores (_), dots (.), colons (:), or dashes (-),"
                            + " with a maximum length of 64.");
        }
        JsonNode parameters = declaration.path("parameters");
        if (parameters.isObject()) {
            GeminiSchemas.check(parameters, at + ".parameters");
            if (!parameters.path("type").asText("").equalsIgnoreCase("object")) {
                throw invalid(
                        "* GenerateContentRequest." + at + ".parameters.type: schema at top-level must be OBJECT");
            }
            return new Ask.Tool(name, parameters);
        }
        JsonNode schema = get(declaration, "parametersJsonSchema");
        return new Ask.Tool(name, schema.isObject() ? schema : null);
    }

    static Ask.ToolChoice choice(JsonNode body, List<Ask.Tool> tools) {
        JsonNode config = get(get(body, "toolConfig"), "functionCallingConfig");
        if (config.isMissingNode()) {
            return Ask.ToolChoice.AUTO;
        }
        if (tools.isEmpty()) {
            throw invalid("Function calling config is set without function_declarations.");
        }
        List<String> names = Fields.texts(get(config, "allowedFunctionNames"));
        String mode = config.path("mode").asText("AUTO");
        if (!names.isEmpty() && !mode.equals("ANY") && !mode.equals("VALIDATED")) {
            throw invalid("allowed_function_names should only be set when function calling mode is ANY.");
        }
        for (String name : names) {
            if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
                throw invalid("allowed_function_names contains a name that is not declared: " + name);
            }
        }
        return switch (mode) {
            case "AUTO", "VALIDATED", "MODE_UNSPECIFIED" -> new Ask.ToolChoice(Ask.ToolChoice.Mode.AUTO, names);
            case "NONE" -> Ask.ToolChoice.NONE;
            case "ANY" -> new Ask.ToolChoice(Ask.ToolChoice.Mode.REQUIRED, names);
            default -> throw invalid("Invalid value at 'tool_config.function_calling_config.mode', \"" + mode + "\"");
        };
    }

    /** The schema of structured output, in either of its two places; absent if none is asked for. */
    static @Nullable JsonNode schema(JsonNode config) {
        JsonNode schema = get(config, "responseSchema");
        if (schema.isObject()) {
            return schema;
        }
        JsonNode json = get(config, "responseJsonSchema");
        return json.isObject() ? json : null;
    }
}
