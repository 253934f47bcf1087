package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tollgate.dialects.json.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks {@code tools} and what the caller wants done with them. */
final class ToolRules {

    private static final int MAX_TOOLS = 512;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final List<String> CHOICES = List.of("none", "auto", "required");
    private static final List<String> ALLOWED_MODES = List.of("auto", "required");
    /** What OpenAI had before tools; answers of it could not be passed on. */
    private static final List<String> FORMER = List.of("functions", "function_call");

    private ToolRules() {}

    static void check(Fields fields, PromptMeasure measure) {
        FORMER.stream().filter(name -> fields.get(name) != null).findFirst().ifPresent(former -> {
            throw fields.refuse(former, "is not supported; use tools and tool_choice");
        });
        Set<String> names = tools(fields, measure);
        choice(fields, measure, names);
        Boolean parallel = fields.bool("parallel_tool_calls");
        // true is what every dialect does unasked
        if (Boolean.FALSE.equals(parallel) && !names.isEmpty()) {
            measure.parameter("parallel_tool_calls");
        }
    }

    private static Set<String> tools(Fields fields, PromptMeasure measure) {
        ArrayNode tools = fields.array("tools");
        Set<String> names = new HashSet<>();
        if (tools == null) {
            return names;
        }
        if (tools.size() > MAX_TOOLS) {
            throw fields.refuse("tools", "must have at most " + MAX_TOOLS + " entries");
        }
        for (int i = 0; i < tools.size(); i++) {
            Fields tool = Fields.of(tools.get(i), "tools[" + i + "]");
            String name = tool(tool);
            if (!names.add(name)) {
                throw tool.refuse("function.name", "is used by an earlier tool");
            }
            measure.tool(new String(WireJson.write(tool.object()), StandardCharsets.UTF_8));
        }
        if (!names.isEmpty()) {
            measure.parameter("tools");
        }
        return names;
    }

    private static String tool(Fields tool) {
        String type = tool.requiredString("type");
        if (!type.equals("function")) {
            throw tool.refuse("type", "must be function; other tools are not supported");
        }
        Fields function = tool.object("function");
        if (function == null) {
            throw tool.refuse("function", "is required");
        }
        String name = function.requiredString("name");
        if (!NAME.matcher(name).matches()) {
            throw function.refuse("name", "must have 1 to 64 letters, digits, underscores or dashes");
        }
        function.string("description");
        function.bool("strict");
        JsonNode parameters = function.get("parameters");
        if (parameters != null) {
            parameters(function, parameters);
        }
        return name;
    }

    private static void parameters(Fields function, JsonNode parameters) {
        Fields schema = Fields.of(parameters, function.path("parameters"));
        SchemaRules.check(schema.object(), function.path("parameters"));
        JsonNode type = schema.get("type");
        if (type != null && !type.asText().equals("object")) {
            throw schema.refuse("type", "must be object");
        }
    }

    private static void choice(Fields fields, PromptMeasure measure, Set<String> names) {
        JsonNode choice = fields.get("tool_choice");
        if (choice == null) {
            return;
        }
        if (choice.isTextual()) {
            String word = fields.word("tool_choice", CHOICES);
            if ("required".equals(word) && names.isEmpty()) {
                throw fields.refuse("tool_choice", "cannot be required without tools");
            }
        } else {
            chosen(Fields.of(choice, "tool_choice"), names);
        }
        if (!names.isEmpty()) {
            measure.parameter("tool_choice");
        }
    }

    private static void chosen(Fields choice, Set<String> names) {
        switch (choice.requiredString("type")) {
            case "function" -> named(choice, names);
            case "allowed_tools" -> allowed(choice, names);
            default -> throw choice.refuse("type", "must be function or allowed_tools");
        }
    }

    private static void allowed(Fields choice, Set<String> names) {
        Fields allowed = required(choice, "allowed_tools");
        if (allowed.word("mode", ALLOWED_MODES) == null) {
            throw allowed.refuse("mode", "is required");
        }
        JsonNode tools = allowed.get("tools");
        if (tools == null || !tools.isArray() || tools.isEmpty()) {
            throw allowed.refuse("tools", "must be an array with at least one entry");
        }
        for (int i = 0; i < tools.size(); i++) {
            named(Fields.of(tools.get(i), allowed.path("tools[" + i + "]")), names);
        }
    }

    private static void named(Fields choice, Set<String> names) {
        Fields function = required(choice, "function");
        if (!names.contains(function.requiredString("name"))) {
            throw function.refuse("name", "is not among tools");
        }
    }

    private static Fields required(Fields fields, String name) {
        Fields found = fields.object(name);
        if (found == null) {
            throw fields.refuse(name, "is required");
        }
        return found;
    }
}
