package io.tollgate.contracts.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks JSON against the part of JSON Schema that {@link SchemaWriter} uses. */
final class SchemaCheck {

    private SchemaCheck() {}

    /** What is wrong with a value; empty if nothing is. */
    static List<String> violations(JsonNode definitions, @Nullable JsonNode schema, JsonNode value, String path) {
        if (schema == null) {
            return List.of(path + " is not in the schema");
        }
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().replace("#/$defs/", "");
            return violations(definitions, definitions.get(name), value, path);
        }
        return switch (schema.get("type").asText()) {
            case "object" -> object(definitions, schema, value, path);
            case "array" -> array(definitions, schema, value, path);
            case "string" -> string(schema, value, path);
            case "integer" -> when(value.isIntegralNumber(), path, "an integer");
            case "number" -> when(value.isNumber(), path, "a number");
            case "boolean" -> when(value.isBoolean(), path, "a boolean");
            default -> List.of(path + " has an unknown type");
        };
    }

    private static List<String> object(JsonNode definitions, JsonNode schema, JsonNode value, String path) {
        if (!value.isObject()) {
            return List.of(path + " is not an object");
        }
        List<String> found = new ArrayList<>();
        schema.path("required")
                .forEach(name -> found.addAll(when(value.has(name.asText()), path + "." + name, "there")));
        value.properties().forEach(field -> {
            JsonNode property = schema.has("additionalProperties")
                    ? schema.get("additionalProperties")
                    : schema.path("properties").get(field.getKey());
            found.addAll(violations(definitions, property, field.getValue(), path + "." + field.getKey()));
        });
        return found;
    }

    private static List<String> array(JsonNode definitions, JsonNode schema, JsonNode value, String path) {
        List<String> found = new ArrayList<>(when(value.isArray(), path, "an array"));
        value.forEach(item -> found.addAll(violations(definitions, schema.get("items"), item, path + "[]")));
        return found;
    }

    private static List<String> string(JsonNode schema, JsonNode value, String path) {
        List<String> found = new ArrayList<>(when(value.isTextual(), path, "a string"));
        if (schema.has("pattern")) {
            found.addAll(when(value.asText().matches(schema.get("pattern").asText()), path, "an amount"));
        }
        if (schema.has("enum")) {
            boolean listed = false;
            for (JsonNode each : schema.get("enum")) {
                listed |= each.equals(value);
            }
            found.addAll(when(listed, path, "a listed value"));
        }
        return found;
    }

    private static List<String> when(boolean right, String path, String expected) {
        return right ? List.of() : List.of(path + " is not " + expected);
    }
}
