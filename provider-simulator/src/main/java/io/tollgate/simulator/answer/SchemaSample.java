package io.tollgate.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a value that is valid for a JSON Schema: types, enums, constants, bounds, formats, combinations and local references;
 * Gemini's upper-case types too. A {@code pattern} is honoured where one of a few ordinary texts matches it.
 */
final class SchemaSample {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 8;
    private static final String[] TEXTS = {
        "alpha",
        "a",
        "A",
        "1",
        "42",
        "123456",
        "AB12",
        "abc-123",
        "ABC-123",
        "2026-11-22",
        "12:30",
        "a@example.org",
        "Berlin",
        "+4930123456",
        "en-US",
        "#a1b2c3",
        "user_1",
        "v1.2.3",
        "12345",
        "1234",
        "EUR",
        "DE"
    };
    private static final Map<String, String> FORMATS = Map.of(
            "date-time", "2026-11-22T12:00:00Z",
            "date", "2026-11-22",
            "time", "12:00:00Z",
            "duration", "PT5M",
            "email", "person@example.org",
            "uuid", "3f2b8a52-7c1d-4e0b-9a6f-0d1c2b3a4e5f",
            "uri", "https://example.org/page",
            "hostname", "host.example.org",
            "ipv4", "192.0.2.1",
            "ipv6", "2001:db8::1");

    private final JsonNode root;
    private final SplittableRandom random;

    SchemaSample(JsonNode root, SplittableRandom random) {
        this.root = root;
        this.random = random;
    }

    JsonNode value() {
        return value(root, 0);
    }

    private JsonNode value(JsonNode given, int depth) {
        JsonNode schema = resolved(given, 0);
        if (schema.has("const")) {
            return schema.get("const");
        }
        JsonNode allowed = schema.path("enum");
        if (allowed.isArray() && !allowed.isEmpty()) {
            return allowed.get(random.nextInt(allowed.size()));
        }
        for (String alternatives : new String[] {"anyOf", "oneOf"}) {
            JsonNode options = schema.path(alternatives);
            if (options.isArray() && !options.isEmpty()) {
                return value(option(options, depth), depth + 1);
            }
        }
        if (depth >= DEEPEST && schema.path("nullable").asBoolean()) {
            return JSON.nullNode();
        }
        return ofType(type(schema, depth), schema, depth);
    }

    private JsonNode ofType(String type, JsonNode schema, int depth) {
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer" ->
                JSON.numberNode(
                        number(schema, true).setScale(0, RoundingMode.FLOOR).longValue());
            case "number" -> JSON.numberNode(number(schema, false));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "null" -> JSON.nullNode();
            default -> JSON.textNode(text(schema));
        };
    }

    /** Follows local references and folds {@code allOf} into one schema. */
    private JsonNode resolved(JsonNode schema, int hops) {
        JsonNode found = schema;
        String reference = schema.path("$ref").asText("");
        if (reference.startsWith("#") && hops < DEEPEST) {
            found = resolved(root.at(reference.substring(1)), hops + 1);
        }
        JsonNode all = found.path("allOf");
        if (!all.isArray() || !(found instanceof ObjectNode)) {
            return found;
        }
        ObjectNode folded = found.deepCopy();
        folded.remove("allOf");
        for (JsonNode part : all) {
            JsonNode resolvedPart = resolved(part, hops + 1);
            resolvedPart.properties().forEach(entry -> fold(folded, entry.getKey(), entry.getValue()));
        }
        return folded;
    }

    private static void fold(ObjectNode folded, String keyword, JsonNode value) {
        JsonNode present = folded.get(keyword);
        if (present instanceof ObjectNode object && value instanceof ObjectNode more) {
            object.setAll(more);
        } else if (present instanceof ArrayNode array && value instanceof ArrayNode more) {
            array.addAll(more);
        } else {
            folded.set(keyword, value.deepCopy());
        }
    }

    /** Any option while there is room; a plain one when nesting has gone deep. */
    private JsonNode option(JsonNode options, int depth) {
        if (depth < DEEPEST / 2) {
            return options.get(random.nextInt(options.size()));
        }
        for (JsonNode option : options) {
            String type = type(resolved(option, 0), depth);
            if (!type.equals("object") && !type.equals("array")) {
                return option;
            }
        }
        return options.get(0);
    }

    private static String type(JsonNode schema, int depth) {
        JsonNode type = schema.path("type");
        if (type.isArray() && !type.isEmpty()) {
            if (depth >= DEEPEST) {
                for (JsonNode one : type) {
                    if (one.asText().equals("null")) {
                        return "null";
                    }
                }
            }
            return type.get(0).asText().toLowerCase(Locale.ROOT);
        }
        if (type.isTextual()) {
            return type.asText().toLowerCase(Locale.ROOT);
        }
        if (schema.has("properties")) {
            return "object";
        }
        return schema.has("items") ? "array" : "string";
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        Set<String> required = new TreeSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            boolean wanted = depth < DEEPEST / 2 && random.nextInt(4) > 0;
            if (required.remove(property.getKey()) || wanted) {
                object.set(property.getKey(), value(property.getValue(), depth + 1));
            }
        });
        required.forEach(name -> object.put(name, "alpha"));
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int least = schema.path("minItems").asInt(depth < DEEPEST / 2 ? 1 : 0);
        int most = schema.path("maxItems").asInt(least + 2);
        int count = least + (depth < DEEPEST / 2 && most > least ? random.nextInt(Math.min(3, most - least + 1)) : 0);
        JsonNode items = schema.path("items");
        for (int i = 0; i < Math.min(count, most); i++) {
            array.add(items.isObject() ? value(items, depth + 1) : JSON.textNode("alpha"));
        }
        return array;
    }

    private BigDecimal number(JsonNode schema, boolean whole) {
        BigDecimal step = schema.path("multipleOf").isNumber()
                ? schema.get("multipleOf").decimalValue()
                : whole ? BigDecimal.ONE : new BigDecimal("0.5");
        BigDecimal least = bound(schema, "minimum", "exclusiveMinimum", step);
        BigDecimal most = bound(schema, "maximum", "exclusiveMaximum", step.negate());
        BigDecimal low =
                least != null ? least : most != null ? most.subtract(step.multiply(BigDecimal.TEN)) : BigDecimal.ONE;
        BigDecimal high = most != null ? most : low.add(step.multiply(BigDecimal.valueOf(40)));
        BigDecimal first = low.divide(step, 0, RoundingMode.CEILING);
        BigDecimal last = high.divide(step, 0, RoundingMode.FLOOR);
        long choices = Math.max(0, Math.min(40, last.subtract(first).longValue()));
        BigDecimal picked =
                first.add(BigDecimal.valueOf(random.nextLong(choices + 1))).multiply(step);
        return picked.compareTo(high) > 0 ? low : picked;
    }

    private static @Nullable BigDecimal bound(JsonNode schema, String inclusive, String exclusive, BigDecimal step) {
        if (schema.path(exclusive).isNumber()) {
            return schema.get(exclusive).decimalValue().add(step);
        }
        return schema.path(inclusive).isNumber() ? schema.get(inclusive).decimalValue() : null;
    }

    private String text(JsonNode schema) {
        String format = FORMATS.get(schema.path("format").asText(""));
        if (format != null) {
            return format;
        }
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        String pattern = schema.path("pattern").asText("");
        for (int i = 0, from = random.nextInt(TEXTS.length); i < TEXTS.length; i++) {
            String text = TEXTS[(pattern.isEmpty() ? from + i : i) % TEXTS.length];
            if (text.length() >= least && text.length() <= most && matches(pattern, text)) {
                return text;
            }
        }
        return "alpha".repeat(least / 5 + 1).substring(0, Math.max(least, Math.min(most, 5)));
    }

    private static boolean matches(String pattern, String text) {
        try {
            return pattern.isEmpty() || Pattern.compile(pattern).matcher(text).find();
        } catch (PatternSyntaxException notJava) {
            return true;
        }
    }
}
