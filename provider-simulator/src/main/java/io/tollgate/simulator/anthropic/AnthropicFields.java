package io.tollgate.simulator.anthropic;

import static io.tollgate.simulator.wire.RefusalException.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.wire.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks everything of a messages request but its messages. */
final class AnthropicFields {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "max_tokens",
            "system",
            "metadata",
            "stop_sequences",
            "stream",
            "temperature",
            "top_k",
            "top_p",
            "tools",
            "tool_choice",
            "thinking",
            "service_tier",
            "container",
            "context_management",
            "mcp_servers",
            "output_config",
            "output_format",
            "cache_control",
            "inference_geo",
            "speed");
    private static final Pattern TOOL_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final Set<String> NOT_SUPPORTED = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "maxItems");
    private static final int LEAST_THINKING = 1024;

    private AnthropicFields() {}

    static void check(JsonNode body) {
        String unknown = Fields.unknown(body, KNOWN);
        if (unknown != null) {
            throw badRequest(unknown + ": Extra inputs are not permitted");
        }
        if (!body.has("max_tokens")) {
            throw badRequest("max_tokens: Field required");
        }
        if (!body.path("max_tokens").isIntegralNumber()) {
            throw badRequest("max_tokens: Input should be a valid integer");
        }
        if (body.path("max_tokens").asLong() < 1) {
            throw badRequest("max_tokens: Input should be greater than or equal to 1");
        }
        range(body, "temperature");
        range(body, "top_p");
        if (!Fields.wholeWithin(body, "top_k", 0, Integer.MAX_VALUE)) {
            throw badRequest("top_k: Input should be greater than or equal to 0");
        }
        if (body.has("stream") && !body.path("stream").isBoolean()) {
            throw badRequest("stream: Input should be a valid boolean");
        }
        String metadata = Fields.unknown(body.path("metadata"), Set.of("user_id"));
        if (metadata != null) {
            throw badRequest("metadata." + metadata + ": Extra inputs are not permitted");
        }
        checkStops(body.path("stop_sequences"));
        checkThinking(body);
    }

    private static void range(JsonNode body, String field) {
        if (!Fields.within(body, field, 0, 1)) {
            throw badRequest(
                    body.path(field).isNumber() ? field + ": range: 0..1" : field + ": Input should be a valid number");
        }
    }

    private static void checkStops(JsonNode stops) {
        if (!stops.isMissingNode() && !stops.isArray()) {
            throw badRequest("stop_sequences: Input should be a valid array");
        }
        for (JsonNode stop : stops) {
            if (stop.asText("").isBlank()) {
                throw badRequest("stop_sequences: each stop sequence must contain non-whitespace");
            }
        }
    }

    private static void checkThinking(JsonNode body) {
        JsonNode thinking = body.path("thinking");
        switch (thinking.path("type").asText(thinking.isMissingNode() ? "disabled" : "")) {
            case "disabled", "adaptive", "between_tools" -> {}
            case "enabled" -> checkBudget(body, thinking);
            default ->
                throw badRequest(
                        "thinking: Input tag '" + thinking.path("type").asText()
                                + "' found using 'type' does not match any of the expected tags: 'adaptive', 'between_tools', 'disabled', 'enabled'");
        }
    }

    private static void checkBudget(JsonNode body, JsonNode thinking) {
        if (!thinking.path("budget_tokens").isIntegralNumber()) {
            throw badRequest("thinking.enabled.budget_tokens: Field required");
        }
        long budget = thinking.path("budget_tokens").asLong();
        if (budget < LEAST_THINKING) {
            throw badRequest("thinking.enabled.budget_tokens: Input should be greater than or equal to 1024");
        }
        if (budget >= body.path("max_tokens").asLong()) {
            throw badRequest(
                    "`max_tokens` must be greater than `thinking.budget_tokens`. Please consult our documentation at"
                            + " https://docs.claude.com/en/docs/build-with-claude/extended-thinking#max-tokens-and-context-window-size");
        }
        if (Fields.has(body, "temperature") && body.path("temperature").asDouble() != 1) {
            throw badRequest("`temperature` may only be set to 1 when thinking is enabled.");
        }
        if (Fields.has(body, "top_k")) {
            throw badRequest("`top_k` must be unset when thinking is enabled.");
        }
        String choice = body.path("tool_choice").path("type").asText("");
        if (choice.equals("any") || choice.equals("tool")) {
            throw badRequest("Thinking may not be enabled when tool_choice forces tool use.");
        }
    }

    static List<Ask.Tool> tools(JsonNode body) {
        List<Ask.Tool> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        JsonNode offered = body.path("tools");
        for (int i = 0; i < offered.size(); i++) {
            JsonNode tool = offered.get(i);
            String type = tool.path("type").asText("custom");
            String name = Fields.text(tool, "name");
            if (name == null || !TOOL_NAME.matcher(name).matches()) {
                throw badRequest("tools." + i + "." + type + ".name: "
                        + (name == null ? "Field required" : "String should match pattern '^[a-zA-Z0-9_-]{1,128}$'"));
            }
            if (!names.add(name)) {
                throw badRequest("tools: Tool names must be unique.");
            }
            if (!type.equals("custom")) {
                continue;
            }
            String unknown = Fields.unknown(
                    tool,
                    Set.of(
                            "type",
                            "name",
                            "description",
                            "input_schema",
                            "cache_control",
                            "strict",
                            "input_examples",
                            "eager_input_streaming",
                            "defer_loading",
                            "allowed_callers"));
            if (unknown != null) {
                throw badRequest("tools." + i + ".custom." + unknown + ": Extra inputs are not permitted");
            }
            if (!tool.path("input_schema").isObject()) {
                throw badRequest("tools." + i + ".custom.input_schema: Field required");
            }
            if (!tool.path("input_schema").path("type").asText("").equals("object")) {
                throw badRequest("tools." + i + ".custom.input_schema.type: Input should be 'object'");
            }
            tools.add(new Ask.Tool(name, tool.path("input_schema")));
        }
        return tools;
    }

    static Ask.ToolChoice choice(JsonNode body, List<Ask.Tool> tools) {
        JsonNode choice = body.path("tool_choice");
        if (choice.isMissingNode()) {
            return Ask.ToolChoice.AUTO;
        }
        if (!body.path("tools").isArray() || body.path("tools").isEmpty()) {
            throw badRequest("tool_choice: tool_choice may only be specified while providing tools.");
        }
        return switch (choice.path("type").asText("")) {
            case "auto" -> Ask.ToolChoice.AUTO;
            case "none" -> Ask.ToolChoice.NONE;
            case "any" -> new Ask.ToolChoice(Ask.ToolChoice.Mode.REQUIRED, List.of());
            case "tool" -> {
                String name = choice.path("name").asText("");
                if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
                    throw badRequest("tool_choice: Tool '" + name + "' not found in provided tools");
                }
                yield new Ask.ToolChoice(Ask.ToolChoice.Mode.REQUIRED, List.of(name));
            }
            default ->
                throw badRequest(
                        "tool_choice: Input tag '" + choice.path("type").asText()
                                + "' found using 'type' does not match any of the expected tags: 'any', 'auto', 'none', 'tool'");
        };
    }

    /** The schema of structured output, in either of its two places; absent if none is asked for. */
    static @Nullable JsonNode schema(JsonNode body) {
        JsonNode format = body.path("output_config").path("format");
        if (format.isMissingNode()) {
            format = body.path("output_format");
        }
        if (format.isMissingNode() || format.isNull()) {
            return null;
        }
        if (!format.path("type").asText("").equals("json_schema")
                || !format.path("schema").isObject()) {
            throw badRequest("output_config.format.schema: Field required");
        }
        checkSchema(format.path("schema"), 0);
        return format.path("schema");
    }

    private static void checkSchema(JsonNode schema, int depth) {
        if (depth > 12 || !schema.isObject()) {
            return;
        }
        String type = schema.path("type").asText("").toLowerCase(Locale.ROOT);
        JsonNode additional = schema.path("additionalProperties");
        if (type.equals("object") && (!additional.isBoolean() || additional.asBoolean())) {
            throw badRequest(
                    "output_config.format.schema: For 'object' type, 'additionalProperties' must be explicitly set to"
                            + " false");
        }
        for (String keyword : NOT_SUPPORTED) {
            if (schema.has(keyword)) {
                throw badRequest("output_config.format.schema: For '" + type + "' type, property '" + keyword
                        + "' is not supported");
            }
        }
        schema.path("properties").properties().forEach(property -> checkSchema(property.getValue(), depth + 1));
        schema.path("$defs").properties().forEach(entry -> checkSchema(entry.getValue(), depth + 1));
        checkSchema(schema.path("items"), depth + 1);
        schema.path("anyOf").forEach(option -> checkSchema(option, depth + 1));
        schema.path("allOf").forEach(option -> checkSchema(option, depth + 1));
    }
}
