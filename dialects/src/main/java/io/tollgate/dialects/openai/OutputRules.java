package io.tollgate.dialects.openai;

import io.tollgate.dialects.json.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks what the answer is to be: its length, number, form and modalities. */
final class OutputRules {

    private static final int MAX_CHOICES = 128;
    private static final Pattern FORMAT_NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
    private static final Set<String> MODALITIES = Set.of("text", "image", "audio");
    private static final List<String> VERBOSITIES = List.of("low", "medium", "high", "xhigh", "max");

    private OutputRules() {}

    static void check(Fields fields, PromptMeasure measure) {
        responseFormat(fields, measure);
        if (fields.word("verbosity", VERBOSITIES) != null) {
            measure.parameter("verbosity");
        }
        if (fields.object("prediction") != null) {
            measure.parameter("prediction");
        }
        if (fields.object("web_search_options") != null) {
            measure.parameter("web_search_options");
        }
        Fields audio = fields.object("audio");
        if (audio != null) {
            measure.parameter("audio");
        }
        if (modalities(fields).contains("audio") && audio == null) {
            throw fields.refuse("audio", "is required where modalities has audio");
        }
    }

    static @Nullable Long maxTokens(Fields fields, PromptMeasure measure) {
        Long old = fields.integer("max_tokens", 1, Integer.MAX_VALUE);
        Long current = fields.integer("max_completion_tokens", 1, Integer.MAX_VALUE);
        if (old != null && current != null && !old.equals(current)) {
            throw fields.refuse("max_tokens", "differs from max_completion_tokens");
        }
        Long limit = current == null ? old : current;
        if (limit != null) {
            measure.parameter("max_tokens");
        }
        return limit;
    }

    static int choices(Fields fields, PromptMeasure measure) {
        Long choices = fields.integer("n", 1, MAX_CHOICES);
        if (choices == null || choices == 1) {
            return 1;
        }
        measure.parameter("n");
        return choices.intValue();
    }

    static Set<String> modalities(Fields fields) {
        List<String> wanted = fields.strings("modalities", MODALITIES.size());
        for (int i = 0; i < wanted.size(); i++) {
            if (!MODALITIES.contains(wanted.get(i))) {
                throw fields.refuse("modalities[" + i + "]", "must be text, image or audio");
            }
        }
        return wanted.isEmpty() ? Set.of("text") : new TreeSet<>(wanted);
    }

    private static void responseFormat(Fields fields, PromptMeasure measure) {
        Fields format = fields.object("response_format");
        if (format == null) {
            return;
        }
        String type = format.requiredString("type");
        switch (type) {
            case "text" -> {
                // The default.
            }
            case "json_object" -> measure.parameter("response_format");
            case "json_schema" -> {
                jsonSchema(format, measure);
                measure.parameter("response_format");
                measure.parameter("structured_outputs");
            }
            default -> throw format.refuse("type", "must be text, json_object or json_schema");
        }
    }

    private static void jsonSchema(Fields format, PromptMeasure measure) {
        Fields named = format.object("json_schema");
        if (named == null) {
            throw format.refuse("json_schema", "is required");
        }
        if (!FORMAT_NAME.matcher(named.requiredString("name")).matches()) {
            throw named.refuse("name", "must have 1 to 64 letters, digits, underscores or dashes");
        }
        named.string("description");
        named.bool("strict");
        Fields schema = named.object("schema");
        if (schema == null) {
            throw named.refuse("schema", "is required");
        }
        SchemaRules.check(schema.object(), named.path("schema"));
        measure.text(new String(WireJson.write(schema.object()), StandardCharsets.UTF_8));
    }
}
