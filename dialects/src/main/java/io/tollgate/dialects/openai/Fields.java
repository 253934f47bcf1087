package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Typed, strict access to the fields of one object of a request; null counts as absent. Each refusal names the field. */
record Fields(ObjectNode object, String prefix) {

    static Fields root(ObjectNode body) {
        return new Fields(body, "");
    }

    /** The object at a path, or a refusal. */
    static Fields of(@Nullable JsonNode node, String path) {
        if (node instanceof ObjectNode object) {
            return new Fields(object, path + ".");
        }
        throw InvalidRequestException.of(path, path + " must be an object");
    }

    String path(String name) {
        return prefix + name;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    @Nullable
    JsonNode get(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    @Nullable
    Boolean bool(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw refuse(name, "must be true or false");
        }
        return value.booleanValue();
    }

    @Nullable
    String string(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw refuse(name, "must be a string");
        }
        return value.textValue();
    }

    String requiredString(String name) {
        String value = string(name);
        if (value == null) {
            throw refuse(name, "is required");
        }
        return value;
    }

    /** A string that is one of some words. */
    @Nullable
    String word(String name, Collection<String> allowed) {
        String value = string(name);
        if (value != null && !allowed.contains(value)) {
            throw refuse(name, "must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    @Nullable
    Fields object(String name) {
        JsonNode value = get(name);
        return value == null ? null : of(value, path(name));
    }

    @Nullable
    ArrayNode array(String name) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ArrayNode array)) {
            throw refuse(name, "must be an array");
        }
        return array;
    }

    /** An array of strings; absent is empty. */
    List<String> strings(String name, int maxEntries) {
        ArrayNode array = array(name);
        if (array == null) {
            return List.of();
        }
        if (array.size() > maxEntries) {
            throw refuse(name, "must have at most " + maxEntries + " entries");
        }
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            JsonNode entry = array.get(i);
            if (!entry.isTextual()) {
                throw refuse(name + "[" + i + "]", "must be a string");
            }
            strings.add(withoutControls(path(name + "[" + i + "]"), entry.textValue()));
        }
        return strings;
    }

    @Nullable
    BigDecimal number(String name, long min, long max) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        BigDecimal number = value.isNumber() ? value.decimalValue() : null;
        if (number == null
                || number.compareTo(BigDecimal.valueOf(min)) < 0
                || number.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw refuse(name, "must be a number from " + min + " to " + max);
        }
        return number;
    }

    @Nullable
    Long integer(String name, long min, long max) {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        Long integer = exact(value);
        if (integer == null || integer < min || integer > max) {
            throw refuse(name, "must be an integer from " + min + " to " + max);
        }
        return integer;
    }

    private static @Nullable Long exact(JsonNode value) {
        if (!value.isNumber()) {
            return null;
        }
        try {
            return value.decimalValue().longValueExact();
        } catch (ArithmeticException notAnInteger) {
            return null;
        }
    }

    InvalidRequestException refuse(String name, String why) {
        return InvalidRequestException.of(path(name), path(name) + " " + why);
    }

    /** The text itself, if it can stand in headers, keys and database columns. */
    static String withoutControls(String path, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw InvalidRequestException.of(path, path + " must not have control characters");
            }
        }
        return text;
    }
}
