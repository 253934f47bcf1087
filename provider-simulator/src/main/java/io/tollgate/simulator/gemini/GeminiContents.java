package io.tollgate.simulator.gemini;

import static io.tollgate.simulator.gemini.GeminiFields.get;
import static io.tollgate.simulator.gemini.GeminiFields.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.answer.Digest;
import io.tollgate.simulator.answer.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Checks and counts the system instruction and the contents of a generateContent request, in order. */
final class GeminiContents {

    private static final Set<String> PART = Set.of(
            "text",
            "inlineData",
            "fileData",
            "functionCall",
            "functionResponse",
            "executableCode",
            "codeExecutionResult",
            "thought",
            "thoughtSignature",
            "videoMetadata",
            "mediaResolution",
            "partMetadata");
    private static final int TOKENS_AN_IMAGE = 258;

    private final List<Ask.Segment> segments = new ArrayList<>();
    private int images;
    private int openCalls;
    private boolean afterResponses;

    List<Ask.Segment> segments() {
        return segments;
    }

    int images() {
        return images;
    }

    /** Whether the prompt ends with results of functions. */
    boolean afterResponses() {
        return afterResponses;
    }

    void tools(JsonNode tools) {
        if (!tools.isEmpty()) {
            segments.add(new Ask.Segment(Digest.of(tools.toString()), Tokens.of(tools.toString()), false));
        }
    }

    void system(JsonNode system) {
        if (system.isObject()) {
            int tokens = 0;
            for (JsonNode part : system.path("parts")) {
                if (!part.path("text").isTextual()) {
                    throw invalid("System instruction supports text parts only.");
                }
                tokens += Tokens.of(part.path("text").asText());
            }
            segments.add(new Ask.Segment(Digest.of(system.toString()), tokens, false));
        }
    }

    void contents(JsonNode contents) {
        if (!contents.isArray() || contents.isEmpty()) {
            throw invalid("* GenerateContentRequest.contents: contents is not specified");
        }
        String previous = "";
        for (int i = 0; i < contents.size(); i++) {
            previous = content(contents.get(i), i, previous);
        }
        if (openCalls > 0) {
            throw mismatch();
        }
        if (previous.equals("model")) {
            throw invalid("Please ensure that single turn requests end with a user role or the role field is empty.");
        }
    }

    private String content(JsonNode content, int index, String previous) {
        GeminiFields.requireKnown(content, Set.of("role", "parts"), "contents[" + index + "]");
        String role = content.path("role").asText("user");
        if (!role.equals("user") && !role.equals("model") && !role.equals("function")) {
            throw invalid("Please use a valid role: user, model.");
        }
        JsonNode parts = content.path("parts");
        if (!parts.isArray() || parts.isEmpty()) {
            throw invalid("* GenerateContentRequest.contents[" + index + "].parts: contents.parts must not be empty.");
        }
        int calls = 0;
        int responses = 0;
        int tokens = 0;
        for (int i = 0; i < parts.size(); i++) {
            JsonNode part = parts.get(i);
            String at = "contents[" + index + "].parts[" + i + "]";
            GeminiFields.requireKnown(part, PART, at);
            calls += get(part, "functionCall").isObject() ? 1 : 0;
            responses += get(part, "functionResponse").isObject() ? 1 : 0;
            tokens += part(part, at);
        }
        checkTurn(role, previous, index, calls, responses);
        openCalls = calls;
        afterResponses = responses > 0;
        segments.add(new Ask.Segment(Digest.of(content.toString()), tokens, false));
        return role;
    }

    private void checkTurn(String role, String previous, int index, int calls, int responses) {
        if (calls > 0 && (!role.equals("model") || index == 0 || previous.equals("model"))) {
            throw invalid(
                    "Please ensure that function call turn comes immediately after a user turn or after a function"
                            + " response turn.");
        }
        if (responses > 0 && role.equals("model")) {
            throw invalid("Please ensure that function response turn comes immediately after a function call turn.");
        }
        if (responses != openCalls) {
            throw openCalls == 0
                    ? invalid("Please ensure that function response turn comes immediately after a function call turn.")
                    : mismatch();
        }
    }

    private static RuntimeException mismatch() {
        return invalid(
                "Please ensure that the number of function response parts is equal to the number of function call parts"
                        + " of the function call turn.");
    }

    private int part(JsonNode part, String at) {
        if (part.has("text")) {
            return Tokens.of(part.path("text").asText());
        }
        JsonNode inline = get(part, "inlineData");
        if (inline.isObject()) {
            String type = get(inline, "mimeType").asText("");
            if (type.isEmpty() || inline.path("data").asText("").isEmpty()) {
                throw invalid("* GenerateContentRequest." + at + ".inline_data: mime_type and data are required.");
            }
            return media(type);
        }
        JsonNode file = get(part, "fileData");
        if (file.isObject()) {
            if (get(file, "fileUri").asText("").isEmpty()) {
                throw invalid("* GenerateContentRequest." + at + ".file_data.file_uri: is required.");
            }
            return media(get(file, "mimeType").asText("image/jpeg"));
        }
        JsonNode call = get(part, "functionCall");
        if (call.isObject()) {
            requireName(call, at + ".function_call");
            return Tokens.of(call.path("name").asText())
                    + Tokens.of(call.path("args").toString());
        }
        JsonNode response = get(part, "functionResponse");
        if (response.isObject()) {
            requireName(response, at + ".function_response");
            if (!response.path("response").isObject()) {
                throw invalid(
                        "Invalid value at '" + at + ".function_response.response' (type.googleapis.com/google.protobuf"
                                + ".Struct), " + response.path("response"));
            }
            return Tokens.of(response.path("response").toString());
        }
        if (get(part, "executableCode").isObject()
                || get(part, "codeExecutionResult").isObject()) {
            return Tokens.of(part.toString());
        }
        throw invalid("* GenerateContentRequest." + at
                + ".data: required oneof field 'data' must have one initialized field");
    }

    private static void requireName(JsonNode function, String at) {
        if (function.path("name").asText("").isEmpty()) {
            throw invalid("* GenerateContentRequest." + at + ".name: Name cannot be empty.");
        }
    }

    private int media(String mimeType) {
        if (mimeType.startsWith("image/")) {
            images++;
        }
        return TOKENS_AN_IMAGE;
    }
}
