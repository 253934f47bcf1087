package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fits a caller's JSON Schema to the part of JSON Schema that {@code output_config.format} accepts: every object closed, no bounds
 * on numbers, strings and arrays. What is taken out is kept as words in the description, as Anthropic's own clients do.
 */
final class AnthropicSchema {

    private static final Set<String> BOUNDS = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "maxItems",
            "uniqueItems",
            "minProperties",
            "maxProperties");
    private static final Set<String> FORMATS =
            Set.of("date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid");
    private static final Set<String> ANNOTATIONS = Set.of("$schema", "$id", "examples");

    private AnthropicSchema() {}

    /** Whether the schema can be fitted without changing which objects it means: maps with open keys cannot. */
    static boolean expressible(JsonNode schema) {
        if (schema instanceof ArrayNode list) {
            for (JsonNode one : list) {
                if (!expressible(one)) {
                    return false;
                }
            }
            return true;
        }
        if (!(schema instanceof ObjectNode object)) {
            return true;
        }
        if (isOpenMap(object) || object.has("patternProperties")) {
            return false;
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            boolean literal = field.getKey().equals("enum") || field.getKey().equals("const");
            if (!literal && !expressible(field.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The fitted schema; the given one is not changed. */
    static ObjectNode fit(ObjectNode schema) {
        ObjectNode fitted = schema.deepCopy();
        fitInPlace(fitted);
        return fitted;
    }

    private static boolean isOpenMap(ObjectNode object) {
        JsonNode additional = object.path("additionalProperties");
        boolean open = additional.isObject() || (additional.isBoolean() && additional.asBoolean());
        boolean untyped = object.path("type").asText().equals("object")
                && !object.has("properties")
                && !additional.isBoolean()
                && !object.has("$ref")
                && !object.has("anyOf")
                && !object.has("allOf")
                && !object.has("oneOf");
        return open || untyped;
    }

    private static void fitInPlace(ObjectNode schema) {
        schema.remove(ANNOTATIONS);
        takeOutBounds(schema);
        if (schema.has("oneOf") && !schema.has("anyOf")) {
            schema.set("anyOf", schema.remove("oneOf"));
        }
        boolean isObject = schema.path("type").asText().equals("object") || schema.has("properties");
        if (isObject && !schema.has("$ref")) {
            schema.put("additionalProperties", false);
        }
        for (String named : List.of("properties", "$defs", "definitions")) {
            schema.path(named).forEach(AnthropicSchema::fitChild);
        }
        for (String listed : List.of("anyOf", "allOf")) {
            schema.path(listed).forEach(AnthropicSchema::fitChild);
        }
        fitChild(schema.path("items"));
    }

    private static void fitChild(JsonNode child) {
        if (child instanceof ObjectNode object) {
            fitInPlace(object);
        }
    }

    private static void takeOutBounds(ObjectNode schema) {
        List<String> words = new ArrayList<>();
        for (String name : List.copyOf(fieldNames(schema))) {
            if (isUnsupported(name, schema.path(name))) {
                words.add(name + ": " + schema.remove(name));
            }
        }
        if (!words.isEmpty()) {
            String before = schema.path("description").asText("");
            String bounds = "{" + String.join(", ", words) + "}";
            schema.put("description", before.isEmpty() ? bounds : before + "\n\n" + bounds);
        }
    }

    private static boolean isUnsupported(String name, JsonNode value) {
        return switch (name) {
            case "minItems" -> value.asLong() > 1;
            case "format" -> !FORMATS.contains(value.asText());
            default -> BOUNDS.contains(name);
        };
    }

    private static List<String> fieldNames(ObjectNode schema) {
        return schema.properties().stream().map(Map.Entry::getKey).toList();
    }
}
