package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.dialects.json.WireJson;
import java.util.HashMap;
import java.util.Map;

/** Checks what accompanies a request without changing the answer. */
final class MetadataRules {

    private static final int MAX_ENTRIES = 16;
    private static final int MAX_KEY_LENGTH = 64;
    private static final int MAX_VALUE_LENGTH = 512;
    /** Of the whole as JSON: it travels with every event of the request and stays in Redis while the request runs. */
    private static final int MAX_BYTES = 10_240;

    private static final int MAX_WORD_LENGTH = 64;
    private static final int MAX_CACHE_KEY_LENGTH = 1024;

    private MetadataRules() {}

    /** Checks all of it and returns the caller's {@code metadata}, empty if there is none. */
    static Map<String, String> check(Fields fields) {
        fields.object("trace");
        fields.object("usage");
        fields.object("debug");
        fields.bool("store");
        limited(fields, "prompt_cache_key", MAX_CACHE_KEY_LENGTH);
        limited(fields, "safety_identifier", MAX_CACHE_KEY_LENGTH);
        limited(fields, "route", MAX_WORD_LENGTH);
        return metadata(fields);
    }

    private static Map<String, String> metadata(Fields fields) {
        Fields metadata = fields.object("metadata");
        if (metadata == null) {
            return Map.of();
        }
        if (metadata.object().size() > MAX_ENTRIES) {
            throw fields.refuse("metadata", "must have at most " + MAX_ENTRIES + " entries");
        }
        if (WireJson.write(metadata.object()).length > MAX_BYTES) {
            throw fields.refuse("metadata", "must have at most " + MAX_BYTES + " bytes");
        }
        Map<String, String> pairs = new HashMap<>();
        metadata.object()
                .properties()
                .forEach(entry -> pairs.put(key(entry.getKey()), value(fields, entry.getValue())));
        return pairs;
    }

    private static String key(String key) {
        if (key.length() > MAX_KEY_LENGTH) {
            throw InvalidRequestException.tooLong("metadata", MAX_KEY_LENGTH);
        }
        return Fields.withoutControls("metadata", key);
    }

    private static String value(Fields fields, JsonNode value) {
        if (!value.isTextual()) {
            throw fields.refuse("metadata", "must have strings as values");
        }
        if (value.textValue().length() > MAX_VALUE_LENGTH) {
            throw InvalidRequestException.tooLong("metadata", MAX_VALUE_LENGTH);
        }
        return value.textValue();
    }

    private static void limited(Fields fields, String name, int maxLength) {
        String value = fields.string(name);
        if (value != null && value.length() > maxLength) {
            throw InvalidRequestException.tooLong(fields.path(name), maxLength);
        }
    }
}
