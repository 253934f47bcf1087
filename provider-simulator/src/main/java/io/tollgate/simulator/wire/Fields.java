package io.tollgate.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads fields of untrusted JSON. */
public final class Fields {

    /** Reads and writes all wire JSON. Thread-safe. */
    public static final ObjectMapper JSON = JsonMapper.builder().build();

    private Fields() {}

    /** The first field that is not among the known ones; absent if there is none. */
    public static @Nullable String unknown(JsonNode object, Set<String> known) {
        for (var entry : object.properties()) {
            if (!known.contains(entry.getKey())) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Whether a field is there and not null. */
    public static boolean has(JsonNode object, String field) {
        return object.hasNonNull(field);
    }

    /** The text of a field, or null where it is absent or not text. */
    public static @Nullable String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        return value.isTextual() ? value.asText() : null;
    }

    /** The texts of a field that is a text or a list of them. */
    public static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isTextual()) {
            texts.add(value.asText());
        }
        value.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    /** Whether a field is absent or a number within bounds. */
    public static boolean within(JsonNode object, String field, double least, double most) {
        JsonNode value = object.path(field);
        return value.isMissingNode()
                || value.isNull()
                || (value.isNumber() && value.asDouble() >= least && value.asDouble() <= most);
    }

    /** Whether a field is absent or a whole number within bounds. */
    public static boolean wholeWithin(JsonNode object, String field, long least, long most) {
        JsonNode value = object.path(field);
        return value.isMissingNode()
                || value.isNull()
                || (value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.asLong() >= least
                        && value.asLong() <= most);
    }
}
