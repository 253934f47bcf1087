package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that a JSON Schema is one, as far as its keywords have the right shape; unknown keywords are free. */
final class SchemaRules {

    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "number", "integer", "boolean", "null");
    private static final List<String> MAPS = List.of("properties", "patternProperties", "$defs", "definitions");
    private static final List<String> LISTS = List.of("anyOf", "oneOf", "allOf", "prefixItems");
    private static final List<String> SINGLES =
            List.of("additionalProperties", "not", "if", "then", "else", "contains");

    private SchemaRules() {}

    /**
     * Checks a schema.
     *
     * @param path where it stands in the request
     */
    static void check(JsonNode schema, String path) {
        if (schema.isBoolean()) {
            return;
        }
        if (!schema.isObject()) {
            throw refuse(path, "must be a JSON Schema object");
        }
        type(schema.get("type"), path + ".type");
        enumeration(schema.get("enum"), path + ".enum");
        required(schema.get("required"), path + ".required");
        items(schema.get("items"), path + ".items");
        MAPS.forEach(name -> map(schema.get(name), path + "." + name));
        LISTS.forEach(name -> list(schema.get(name), path + "." + name));
        SINGLES.forEach(name -> {
            if (schema.has(name)) {
                check(schema.get(name), path + "." + name);
            }
        });
    }

    private static void type(@Nullable JsonNode type, String path) {
        if (type == null) {
            return;
        }
        if (type.isArray() && !type.isEmpty()) {
            type.forEach(one -> typeName(one, path));
        } else {
            typeName(type, path);
        }
    }

    private static void typeName(JsonNode type, String path) {
        if (!type.isTextual() || !TYPES.contains(type.textValue())) {
            throw refuse(path, "must be a JSON Schema type");
        }
    }

    private static void enumeration(@Nullable JsonNode values, String path) {
        if (values != null && (!values.isArray() || values.isEmpty())) {
            throw refuse(path, "must be an array that is not empty");
        }
    }

    private static void required(@Nullable JsonNode names, String path) {
        if (names == null) {
            return;
        }
        if (!names.isArray()) {
            throw refuse(path, "must be an array of strings");
        }
        names.forEach(name -> {
            if (!name.isTextual()) {
                throw refuse(path, "must be an array of strings");
            }
        });
    }

    private static void items(@Nullable JsonNode items, String path) {
        if (items == null) {
            return;
        }
        if (items.isArray()) {
            items.forEach(item -> check(item, path));
        } else {
            check(items, path);
        }
    }

    private static void map(@Nullable JsonNode schemas, String path) {
        if (schemas == null) {
            return;
        }
        if (!schemas.isObject()) {
            throw refuse(path, "must be an object");
        }
        schemas.properties().forEach(entry -> check(entry.getValue(), path + "." + entry.getKey()));
    }

    private static void list(@Nullable JsonNode schemas, String path) {
        if (schemas == null) {
            return;
        }
        if (!schemas.isArray() || schemas.isEmpty()) {
            throw refuse(path, "must be an array that is not empty");
        }
        schemas.forEach(schema -> check(schema, path));
    }

    private static InvalidRequestException refuse(String path, String why) {
        return new InvalidRequestException(
                400, "invalid_request", "invalid schema: " + path + " " + why, path, "invalid_function_parameters");
    }
}
