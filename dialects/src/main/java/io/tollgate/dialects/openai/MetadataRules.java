package io.tollgate.dialects.openai;

/** Checks what accompanies a request without changing the answer. */
final class MetadataRules {

    private static final int MAX_ENTRIES = 16;
    private static final int MAX_KEY_LENGTH = 64;
    private static final int MAX_VALUE_LENGTH = 512;
    private static final int MAX_WORD_LENGTH = 64;
    private static final int MAX_CACHE_KEY_LENGTH = 1024;

    private MetadataRules() {}

    static void check(Fields fields) {
        metadata(fields);
        fields.object("trace");
        fields.object("usage");
        fields.object("debug");
        fields.bool("store");
        limited(fields, "prompt_cache_key", MAX_CACHE_KEY_LENGTH);
        limited(fields, "safety_identifier", MAX_CACHE_KEY_LENGTH);
        limited(fields, "route", MAX_WORD_LENGTH);
    }

    private static void metadata(Fields fields) {
        Fields metadata = fields.object("metadata");
        if (metadata == null) {
            return;
        }
        if (metadata.object().size() > MAX_ENTRIES) {
            throw fields.refuse("metadata", "must have at most " + MAX_ENTRIES + " entries");
        }
        metadata.object().properties().forEach(entry -> {
            if (entry.getKey().length() > MAX_KEY_LENGTH) {
                throw InvalidRequestException.tooLong("metadata", MAX_KEY_LENGTH);
            }
            Fields.withoutControls("metadata", entry.getKey());
            if (!entry.getValue().isTextual()) {
                throw fields.refuse("metadata", "must have strings as values");
            }
            if (entry.getValue().textValue().length() > MAX_VALUE_LENGTH) {
                throw InvalidRequestException.tooLong("metadata", MAX_VALUE_LENGTH);
            }
        });
    }

    private static void limited(Fields fields, String name, int maxLength) {
        String value = fields.string(name);
        if (value != null && value.length() > maxLength) {
            throw InvalidRequestException.tooLong(fields.path(name), maxLength);
        }
    }
}
