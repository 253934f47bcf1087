package io.tollgate.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.wire.Fields;
import java.util.Locale;
import java.util.Set;

/** The subset of OpenAPI schemas that Gemini takes in {@code parameters} and {@code responseSchema}. */
final class GeminiSchemas {

    private static final Set<String> KNOWN = Set.of(
            "type",
            "format",
            "title",
            "description",
            "nullable",
            "enum",
            "maxItems",
            "minItems",
            "properties",
            "required",
            "minProperties",
            "maxProperties",
            "minLength",
            "maxLength",
            "pattern",
            "example",
            "anyOf",
            "propertyOrdering",
            "default",
            "items",
            "minimum",
            "maximum");
    private static final Set<String> TYPES =
            Set.of("STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL", "TYPE_UNSPECIFIED");

    private GeminiSchemas() {}

    static void check(JsonNode schema, String at) {
        check(schema, at, 0);
    }

    private static void check(JsonNode schema, String at, int depth) {
        if (depth > 16 || schema.isMissingNode()) {
            return;
        }
        String unknown = Fields.unknown(schema, KNOWN);
        if (unknown != null) {
            throw GeminiFields.unknownName(unknown, at);
        }
        JsonNode type = schema.path("type");
        if (type.isArray() || (type.isTextual() && !TYPES.contains(type.asText().toUpperCase(Locale.ROOT)))) {
            throw GeminiFields.invalid("Invalid value at '" + at
                    + ".type' (type.googleapis.com/google.ai.generativelanguage" + ".v1beta.Type), " + type);
        }
        if (type.asText("").equalsIgnoreCase("array") && !schema.path("items").isObject()) {
            throw GeminiFields.invalid("* GenerateContentRequest." + at + ".items: missing field.");
        }
        for (JsonNode allowed : schema.path("enum")) {
            if (!allowed.isTextual()) {
                throw GeminiFields.invalid("Invalid value at '" + at + ".enum' (TYPE_STRING), " + allowed);
            }
        }
        for (JsonNode name : schema.path("required")) {
            if (!schema.path("properties").has(name.asText())) {
                throw GeminiFields.invalid(
                        "* GenerateContentRequest." + at + ".required: property is not defined: " + name.asText());
            }
        }
        schema.path("properties")
                .properties()
                .forEach(property ->
                        check(property.getValue(), at + ".properties[" + property.getKey() + "]", depth + 1));
        check(schema.path("items"), at + ".items", depth + 1);
        schema.path("anyOf").forEach(option -> check(option, at + ".any_of", depth + 1));
    }
}
