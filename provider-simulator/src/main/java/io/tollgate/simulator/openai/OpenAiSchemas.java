package io.tollgate.simulator.openai;

import static io.tollgate.simulator.openai.OpenAiErrors.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The subset of JSON Schema that strict mode accepts. */
final class OpenAiSchemas {

    private static final Set<String> NOT_PERMITTED =
            Set.of("allOf", "not", "dependentRequired", "dependentSchemas", "if", "then", "else", "oneOf");

    private OpenAiSchemas() {}

    static void checkStrict(JsonNode schema, String where, String param) {
        if (!schema.path("type").asText("").equals("object")) {
            throw invalid(
                    "Invalid schema for " + where
                            + ": schema must be a JSON Schema of 'type: \"object\"', got 'type: \""
                            + schema.path("type").asText("None") + "\"'.",
                    param,
                    "invalid_json_schema");
        }
        check(schema, where, "()", param, 0);
    }

    private static void check(JsonNode schema, String where, String context, String param, int depth) {
        if (depth > 12 || !schema.isObject()) {
            return;
        }
        String problem = problem(schema);
        if (problem != null) {
            throw invalid(
                    "Invalid schema for " + where + ": In context=" + context + ", " + problem,
                    param,
                    "invalid_json_schema");
        }
        schema.path("properties")
                .properties()
                .forEach(property -> check(
                        property.getValue(), where, "('properties', '" + property.getKey() + "')", param, depth + 1));
        for (String definitions : new String[] {"$defs", "definitions"}) {
            schema.path(definitions)
                    .properties()
                    .forEach(entry -> check(entry.getValue(), where, "('" + entry.getKey() + "')", param, depth + 1));
        }
        check(schema.path("items"), where, "('items')", param, depth + 1);
        schema.path("anyOf").forEach(option -> check(option, where, "('anyOf')", param, depth + 1));
    }

    private static @Nullable String problem(JsonNode schema) {
        for (String keyword : NOT_PERMITTED) {
            if (schema.has(keyword)) {
                return "'" + keyword + "' is not permitted.";
            }
        }
        if (!schema.path("type").asText("").equals("object")) {
            return null;
        }
        JsonNode additional = schema.path("additionalProperties");
        if (!additional.isBoolean() || additional.asBoolean()) {
            return "'additionalProperties' is required to be supplied and to be false.";
        }
        Set<String> missing = new TreeSet<>();
        schema.path("properties").fieldNames().forEachRemaining(missing::add);
        schema.path("required").forEach(name -> missing.remove(name.asText()));
        return missing.isEmpty()
                ? null
                : "'required' is required to be supplied and to be an array including every key in properties. Missing '"
                        + missing.iterator().next() + "'.";
    }
}
