package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tollgate.dialects.json.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks {@code messages} and measures them. One instance checks one request. */
final class MessageRules {

    private static final int MAX_MESSAGES = 10_000;
    private static final int MAX_NAME_LENGTH = 256;
    private static final int MAX_CALL_ID_LENGTH = 1_024;
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool");
    /** What may stand in an assistant's message instead of content. */
    private static final List<String> CONTENT_SUBSTITUTES =
            List.of("tool_calls", "refusal", "audio", "reasoning", "reasoning_content", "reasoning_details");

    private final PromptMeasure measure;
    private final ContentRules contents;
    private final Set<String> callIds = new HashSet<>();

    MessageRules(PromptMeasure measure) {
        this.measure = measure;
        this.contents = new ContentRules(measure);
    }

    void check(Fields fields) {
        JsonNode messages = fields.get("messages");
        if (messages == null) {
            throw new InvalidRequestException(
                    400, "invalid_request", "messages is required", "messages", "missing_required_parameter");
        }
        if (!messages.isArray() || messages.isEmpty()) {
            throw InvalidRequestException.prompt("messages", "messages must be an array that is not empty");
        }
        if (messages.size() > MAX_MESSAGES) {
            throw InvalidRequestException.prompt("messages", "messages must have at most " + MAX_MESSAGES + " entries");
        }
        for (int i = 0; i < messages.size(); i++) {
            message(messages.get(i), "messages[" + i + "]");
        }
    }

    private void message(JsonNode node, String path) {
        if (!node.isObject()) {
            throw InvalidRequestException.prompt(path, path + " must be an object");
        }
        Fields message = Fields.of(node, path);
        JsonNode role = message.get("role");
        if (role == null || !role.isTextual() || !ROLES.contains(role.textValue())) {
            throw InvalidRequestException.prompt(
                    message.path("role"), message.path("role") + " must be one of " + String.join(", ", ROLES));
        }
        measure.message();
        name(message);
        switch (role.textValue()) {
            case "assistant" -> assistant(message);
            case "tool" -> tool(message);
            case "user" -> contents.required(message, ContentRules.USER_PARTS);
            default -> contents.required(message, ContentRules.TEXT_PARTS);
        }
    }

    private void name(Fields message) {
        String name = message.string("name");
        if (name == null) {
            return;
        }
        if (name.length() > MAX_NAME_LENGTH) {
            throw InvalidRequestException.tooLong(message.path("name"), MAX_NAME_LENGTH);
        }
        measure.text(Fields.withoutControls(message.path("name"), name));
    }

    private void assistant(Fields message) {
        if (message.has("content")) {
            contents.required(message, ContentRules.ASSISTANT_PARTS);
        } else if (CONTENT_SUBSTITUTES.stream().noneMatch(message::has)) {
            throw InvalidRequestException.prompt(
                    message.path("content"), message.path("content") + " is required without tool_calls");
        }
        measured(message, "refusal");
        measured(message, "reasoning");
        measured(message, "reasoning_content");
        ArrayNode details = message.array("reasoning_details");
        if (details != null) {
            measure.text(new String(WireJson.write(details), StandardCharsets.UTF_8));
        }
        message.object("audio");
        toolCalls(message);
    }

    private void measured(Fields message, String name) {
        String text = message.string(name);
        if (text != null) {
            measure.text(text);
        }
    }

    private void toolCalls(Fields message) {
        ArrayNode calls = message.array("tool_calls");
        if (calls == null) {
            return;
        }
        for (int i = 0; i < calls.size(); i++) {
            Fields call = Fields.of(calls.get(i), message.path("tool_calls[" + i + "]"));
            callIds.add(callId(call, "id"));
            String type = call.string("type");
            if (type != null && !type.equals("function")) {
                throw call.refuse("type", "must be function");
            }
            Fields function = call.object("function");
            if (function == null) {
                throw call.refuse("function", "is required");
            }
            measure.message();
            measure.text(Fields.withoutControls(function.path("name"), function.requiredString("name")));
            measure.text(function.requiredString("arguments"));
        }
    }

    private void tool(Fields message) {
        String id = callId(message, "tool_call_id");
        if (!callIds.contains(id)) {
            throw InvalidRequestException.prompt(
                    message.path("tool_call_id"),
                    message.path("tool_call_id") + " does not match a tool call of an earlier message");
        }
        contents.required(message, ContentRules.TOOL_PARTS);
    }

    private String callId(Fields fields, String name) {
        String id = fields.string(name);
        if (id == null || id.isEmpty()) {
            throw InvalidRequestException.prompt(fields.path(name), fields.path(name) + " is required");
        }
        if (id.length() > MAX_CALL_ID_LENGTH) {
            throw InvalidRequestException.tooLong(fields.path(name), MAX_CALL_ID_LENGTH);
        }
        measure.text(id);
        return Fields.withoutControls(fields.path(name), id);
    }
}
