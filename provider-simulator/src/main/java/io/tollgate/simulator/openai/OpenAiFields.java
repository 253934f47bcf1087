package io.tollgate.simulator.openai;

import static io.tollgate.simulator.openai.OpenAiErrors.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.wire.Address;
import io.tollgate.simulator.wire.Fields;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks everything of a chat completion request but its messages and tools. */
final class OpenAiFields {

    private static final Set<String> KNOWN = Set.of(
            "model",
            "messages",
            "audio",
            "frequency_penalty",
            "function_call",
            "functions",
            "logit_bias",
            "logprobs",
            "max_completion_tokens",
            "max_tokens",
            "metadata",
            "modalities",
            "n",
            "parallel_tool_calls",
            "prediction",
            "presence_penalty",
            "prompt_cache_key",
            "prompt_cache_retention",
            "reasoning_effort",
            "response_format",
            "safety_identifier",
            "seed",
            "service_tier",
            "stop",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "user",
            "verbosity",
            "web_search_options");
    private static final String MISTRAL = "mistral";
    /** Mistral calls the seed by another name. */
    private static final Set<String> KNOWN_TO_MISTRAL = Stream.concat(
                    KNOWN.stream().filter(field -> !field.equals("seed")), Stream.of("random_seed"))
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max");
    private static final Pattern REASONS = Pattern.compile("^(?:o[134]|gpt-5)(?:$|[^a-z]).*");

    private final Set<String> strictProviders;

    OpenAiFields(Set<String> strictProviders) {
        this.strictProviders = strictProviders;
    }

    /** Whether the model is one of OpenAI's that reason without being asked. */
    static boolean reasons(String model) {
        return REASONS.matcher(model).matches();
    }

    void check(JsonNode body, Address address) {
        String unknown = Fields.unknown(body, address.provider().equals(MISTRAL) ? KNOWN_TO_MISTRAL : KNOWN);
        if (unknown != null && strictProviders.contains(address.provider())) {
            throw invalid("Unknown parameter: '" + unknown + "'.", unknown, "unknown_parameter");
        }
        checkNumbers(body);
        checkLimits(body, address);
        checkStream(body);
        checkFormat(body);
        JsonNode stop = body.path("stop");
        if (stop.isArray() && stop.size() > 4) {
            throw invalid(
                    "Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length "
                            + stop.size() + " instead.",
                    "stop",
                    "array_above_max_length");
        }
        if (Fields.has(body, "metadata")
                && (!body.path("metadata").isObject() || body.path("metadata").size() > 16)) {
            throw invalid("Invalid 'metadata': too many properties.", "metadata", "object_above_max_properties");
        }
        if (Fields.has(body, "user") && !body.path("user").isTextual()) {
            throw wrongType("user", "a string");
        }
        String effort = Fields.text(body, "reasoning_effort");
        if (effort != null && !EFFORTS.contains(effort)) {
            throw invalid("Invalid value: '" + effort + "'.", "reasoning_effort", "invalid_value");
        }
    }

    private static void checkNumbers(JsonNode body) {
        number(body, "temperature", 0, 2);
        number(body, "top_p", 0, 1);
        number(body, "frequency_penalty", -2, 2);
        number(body, "presence_penalty", -2, 2);
        whole(body, "n", 1, 128);
        whole(body, "max_tokens", 1, Integer.MAX_VALUE);
        whole(body, "max_completion_tokens", 1, Integer.MAX_VALUE);
        whole(body, "top_logprobs", 0, 20);
        whole(body, "seed", Long.MIN_VALUE, Long.MAX_VALUE);
        if (Fields.has(body, "top_logprobs") && !body.path("logprobs").asBoolean()) {
            throw invalid("'top_logprobs' is only allowed when 'logprobs' is enabled.", "top_logprobs", null);
        }
    }

    private static void checkLimits(JsonNode body, Address address) {
        if (Fields.has(body, "max_tokens") && Fields.has(body, "max_completion_tokens")) {
            throw invalid(
                    "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
                    "max_tokens",
                    "invalid_parameter_combination");
        }
        if (Fields.has(body, "max_tokens") && address.provider().equals("openai") && reasons(address.model())) {
            throw invalid(
                    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                    "max_tokens",
                    "unsupported_parameter");
        }
    }

    private static void checkStream(JsonNode body) {
        if (Fields.has(body, "stream") && !body.path("stream").isBoolean()) {
            throw wrongType("stream", "a boolean");
        }
        if (Fields.has(body, "stream_options") && !body.path("stream").asBoolean()) {
            throw invalid(
                    "The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options", null);
        }
    }

    private static void checkFormat(JsonNode body) {
        JsonNode format = body.path("response_format");
        if (format.isMissingNode() || format.isNull()) {
            return;
        }
        switch (format.path("type").asText("")) {
            case "text" -> {}
            case "json_object" -> {
                if (!body.path("messages").toString().toLowerCase(Locale.ROOT).contains("json")) {
                    throw invalid(
                            "'messages' must contain the word 'json' in some form, to use 'response_format' of type"
                                    + " 'json_object'.",
                            "messages",
                            null);
                }
            }
            case "json_schema" -> {
                JsonNode named = format.path("json_schema");
                if (Fields.text(named, "name") == null) {
                    throw invalid(
                            "Missing required parameter: 'response_format.json_schema.name'.",
                            "response_format.json_schema.name",
                            "missing_required_parameter");
                }
                if (named.path("strict").asBoolean()) {
                    OpenAiSchemas.checkStrict(
                            named.path("schema"),
                            "response_format '" + named.path("name").asText() + "'",
                            "response_format");
                }
            }
            default ->
                throw invalid(
                        "Invalid value: '" + format.path("type").asText()
                                + "'. Supported values are: 'json_object', 'json_schema', and 'text'.",
                        "response_format.type",
                        "invalid_value");
        }
    }

    private static void number(JsonNode body, String field, double least, double most) {
        if (!Fields.within(body, field, least, most)) {
            throw invalid(
                    "Invalid '" + field + "': decimal out of range. Expected a value between " + least + " and " + most
                            + ".",
                    field,
                    body.path(field).isNumber() ? "decimal_out_of_range" : "invalid_type");
        }
    }

    private static void whole(JsonNode body, String field, long least, long most) {
        if (!Fields.wholeWithin(body, field, least, most)) {
            throw invalid(
                    "Invalid '" + field + "': integer out of range. Expected a value between " + least + " and " + most
                            + ".",
                    field,
                    body.path(field).isNumber() ? "integer_below_min_value" : "invalid_type");
        }
    }

    private static RuntimeException wrongType(String field, String expected) {
        return invalid("Invalid type for '" + field + "': expected " + expected + ".", field, "invalid_type");
    }
}
