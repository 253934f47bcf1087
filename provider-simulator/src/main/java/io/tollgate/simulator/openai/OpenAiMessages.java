package io.tollgate.simulator.openai;

import static io.tollgate.simulator.openai.OpenAiErrors.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.answer.Digest;
import io.tollgate.simulator.answer.Tokens;
import io.tollgate.simulator.wire.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks and counts the messages of a chat completion request. */
final class OpenAiMessages {

    private static final int TOKENS_A_MESSAGE = 4;
    private static final int TOKENS_AN_IMAGE = 765;
    private static final int TOKENS_A_SMALL_IMAGE = 85;
    private static final Set<String> USER_PARTS = Set.of("text", "image_url", "input_audio", "file", "video_url");
    private static final Set<String> ASSISTANT_PARTS = Set.of("text", "refusal");

    private final List<Ask.Segment> segments = new ArrayList<>();
    private final Set<String> openCalls = new LinkedHashSet<>();
    private int images;

    /** Reads all messages. */
    static OpenAiMessages read(JsonNode messages) {
        if (!messages.isArray()) {
            throw invalid("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        }
        if (messages.isEmpty()) {
            throw invalid(
                    "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead.",
                    "messages",
                    "empty_array");
        }
        OpenAiMessages read = new OpenAiMessages();
        for (int i = 0; i < messages.size(); i++) {
            read.message(messages.get(i), "messages[" + i + "]");
        }
        read.requireNoOpenCalls("messages");
        return read;
    }

    List<Ask.Segment> segments() {
        return segments;
    }

    int images() {
        return images;
    }

    private void message(JsonNode message, String at) {
        String role = message.path("role").asText("");
        int tokens = TOKENS_A_MESSAGE;
        if (!role.equals("tool")) {
            requireNoOpenCalls(at);
        }
        switch (role) {
            case "system", "developer" -> tokens += content(message, at, Set.of("text"), true);
            case "user" -> tokens += content(message, at, USER_PARTS, true);
            case "assistant" -> tokens += assistant(message, at);
            case "tool" -> {
                String id = Fields.text(message, "tool_call_id");
                if (id == null || !openCalls.remove(id)) {
                    throw invalid(
                            "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with"
                                    + " 'tool_calls'.",
                            at + ".role",
                            null);
                }
                tokens += content(message, at, Set.of("text"), true);
            }
            case "function" -> tokens += content(message, at, Set.of("text"), true);
            default ->
                throw invalid(
                        "Invalid value: '" + role
                                + "'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'.",
                        at + ".role",
                        "invalid_value");
        }
        segments.add(new Ask.Segment(Digest.of(message.toString()), tokens, false));
    }

    private int assistant(JsonNode message, String at) {
        JsonNode calls = message.path("tool_calls");
        boolean calling = calls.isArray() && !calls.isEmpty();
        int tokens = content(message, at, ASSISTANT_PARTS, !calling && !Fields.has(message, "refusal"));
        for (JsonNode call : calls) {
            String id = Fields.text(call, "id");
            String name = Fields.text(call.path("function"), "name");
            String arguments = Fields.text(call.path("function"), "arguments");
            if (id == null || name == null || arguments == null) {
                throw invalid(
                        "Missing required parameter: '" + at + ".tool_calls'.",
                        at + ".tool_calls",
                        "missing_required_parameter");
            }
            openCalls.add(id);
            tokens += Tokens.of(name) + Tokens.of(arguments);
        }
        return tokens;
    }

    private void requireNoOpenCalls(String at) {
        if (!openCalls.isEmpty()) {
            throw invalid(
                    "An assistant message with 'tool_calls' must be followed by tool messages responding to each"
                            + " 'tool_call_id'. The following tool_call_ids did not have response messages: "
                            + String.join(", ", openCalls),
                    at + ".role",
                    null);
        }
    }

    private int content(JsonNode message, String at, Set<String> types, boolean required) {
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            return Tokens.of(content.asText());
        }
        if (!content.isArray()) {
            if (required) {
                throw invalid(
                        "Invalid value for 'content': expected a string, got "
                                + (content.isNull() || content.isMissingNode() ? "null." : "an object."),
                        at + ".content",
                        null);
            }
            return 0;
        }
        int tokens = 0;
        for (JsonNode part : content) {
            String type = part.path("type").asText("");
            if (!types.contains(type)) {
                throw invalid(
                        "Invalid value: '" + type + "'. Supported values are: " + types + ".",
                        at + ".content",
                        "invalid_value");
            }
            tokens += part(part, type, at);
        }
        return tokens;
    }

    private int part(JsonNode part, String type, String at) {
        return switch (type) {
            case "text", "refusal" -> {
                String text = Fields.text(part, type);
                if (text == null) {
                    throw invalid("Missing required parameter: '" + at + ".content." + type + "'.", at, null);
                }
                yield Tokens.of(text);
            }
            case "image_url" -> image(part.path("image_url"), at);
            default -> Tokens.of(part.toString());
        };
    }

    private int image(JsonNode image, String at) {
        String url = image.path("url").asText("");
        if (!url.startsWith("https://") && !url.startsWith("http://") && !url.startsWith("data:image/")) {
            throw invalid("Invalid image URL: '" + at + ".content.image_url.url'.", at, "invalid_image_url");
        }
        images++;
        return image.path("detail").asText("").equals("low") ? TOKENS_A_SMALL_IMAGE : TOKENS_AN_IMAGE;
    }
}
