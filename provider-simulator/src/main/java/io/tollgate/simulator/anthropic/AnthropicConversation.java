package io.tollgate.simulator.anthropic;

import static io.tollgate.simulator.wire.RefusalException.badRequest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.answer.Digest;
import io.tollgate.simulator.answer.Tokens;
import io.tollgate.simulator.wire.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks and counts the system prompt and the messages of a messages request, in order. */
final class AnthropicConversation {

    private static final Pattern TOOL_USE_ID = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Set<String> IMAGE_TYPES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final Set<String> FROM_USER =
            Set.of("text", "image", "document", "tool_result", "search_result", "container_upload");
    private static final Set<String> FROM_ASSISTANT = Set.of(
            "text",
            "tool_use",
            "thinking",
            "redacted_thinking",
            "server_tool_use",
            "web_search_tool_result",
            "search_result");
    private static final int TOKENS_A_MESSAGE = 4;
    private static final int TOKENS_AN_IMAGE = 1600;
    private static final int MOST_CACHE_MARKS = 4;

    private final boolean thinking;
    private final List<Ask.Segment> segments = new ArrayList<>();
    private Set<String> openUses = new LinkedHashSet<>();
    private String previousRole = "";
    private int images;
    private int cacheMarks;

    AnthropicConversation(boolean thinking) {
        this.thinking = thinking;
    }

    List<Ask.Segment> segments() {
        return segments;
    }

    int images() {
        return images;
    }

    void tools(JsonNode tools) {
        for (JsonNode tool : tools) {
            segment(tool, Tokens.of(tool.toString()), "tools");
        }
    }

    void system(JsonNode system) {
        if (system.isTextual()) {
            segments.add(new Ask.Segment(Digest.of(system.asText()), Tokens.of(system.asText()), false));
            return;
        }
        if (!system.isMissingNode() && !system.isArray()) {
            throw badRequest("system: Input should be a valid list");
        }
        for (int i = 0; i < system.size(); i++) {
            String text = Fields.text(system.get(i), "text");
            if (text == null || !system.get(i).path("type").asText("").equals("text")) {
                throw badRequest("system." + i + ".text: Field required");
            }
            if (text.isEmpty()) {
                throw badRequest("system: text content blocks must be non-empty");
            }
            segment(system.get(i), Tokens.of(text), "system." + i);
        }
    }

    void messages(JsonNode messages) {
        if (!messages.isArray()) {
            throw badRequest("messages: Field required");
        }
        if (messages.isEmpty()) {
            throw badRequest("messages: at least one message is required");
        }
        for (int i = 0; i < messages.size(); i++) {
            message(messages.get(i), i, i == messages.size() - 1);
        }
        if (!openUses.isEmpty()) {
            throw missingResults(messages.size() - 1);
        }
    }

    private void message(JsonNode message, int index, boolean last) {
        String role = message.path("role").asText("");
        String unknown = Fields.unknown(message, Set.of("role", "content"));
        if (unknown != null) {
            throw badRequest("messages." + index + "." + unknown + ": Extra inputs are not permitted");
        }
        if (!role.equals("user") && !role.equals("assistant")) {
            throw badRequest(
                    role.equals("system")
                            ? "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter,"
                                    + " not \"system\" as an input message role."
                            : "messages." + index + ".role: Input should be 'user' or 'assistant'");
        }
        if (index == 0 && role.equals("assistant")) {
            throw badRequest("messages: first message must use the \"user\" role");
        }
        if (role.equals(previousRole)) {
            throw badRequest("messages: roles must alternate between \"user\" and \"assistant\", but found multiple \""
                    + role + "\" roles in a row");
        }
        previousRole = role;
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            text(role, content.asText(), index, last);
        } else if (content.isArray()) {
            blocks(role, content, index, last);
        } else {
            throw badRequest("messages." + index + ".content: Field required");
        }
    }

    private void text(String role, String text, int index, boolean last) {
        if (text.isEmpty() && !(last && role.equals("assistant"))) {
            throw badRequest(
                    "messages." + index + ": all messages must have non-empty content except for the optional final"
                            + " assistant message");
        }
        checkPrefill(role, text, last);
        requireResults(role, Set.of(), index);
        segments.add(new Ask.Segment(Digest.of(role + text), TOKENS_A_MESSAGE + Tokens.of(text), false));
    }

    private static void checkPrefill(String role, String text, boolean last) {
        if (last && role.equals("assistant") && !text.equals(text.stripTrailing())) {
            throw badRequest("messages: final assistant content cannot end with trailing whitespace");
        }
    }

    private void blocks(String role, JsonNode content, int index, boolean last) {
        if (content.isEmpty() && !(last && role.equals("assistant"))) {
            throw badRequest(
                    "messages." + index + ": all messages must have non-empty content except for the optional final"
                            + " assistant message");
        }
        Set<String> results = new LinkedHashSet<>();
        Set<String> uses = new LinkedHashSet<>();
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            String type = block.path("type").asText("");
            if (!(role.equals("user") ? FROM_USER : FROM_ASSISTANT).contains(type)) {
                throw badRequest("messages." + index + ".content." + i + ": Input tag '" + type
                        + "' found using 'type' does not match any of the expected tags of role " + role);
            }
            String at = "messages." + index + ".content." + i;
            segment(block, block(block, type, at, results, uses), at);
        }
        requireResults(role, results, index);
        if (role.equals("assistant")) {
            if (thinking
                    && !uses.isEmpty()
                    && !content.get(0).path("type").asText("").endsWith("thinking")) {
                throw badRequest(
                        "messages." + index + ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `"
                                + content.get(0).path("type").asText()
                                + "`. When `thinking` is enabled, a final `assistant` message must"
                                + " start with a thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks).");
            }
            openUses = uses;
            if (last && !content.isEmpty()) {
                checkPrefill(role, content.get(content.size() - 1).path("text").asText(""), true);
            }
        }
    }

    private int block(JsonNode block, String type, String at, Set<String> results, Set<String> uses) {
        return switch (type) {
            case "text" -> {
                String text = Fields.text(block, "text");
                if (text == null || text.isEmpty()) {
                    throw badRequest("messages: text content blocks must be non-empty");
                }
                yield Tokens.of(text);
            }
            case "image" -> image(block.path("source"), at);
            case "tool_use" -> toolUse(block, at, uses);
            case "tool_result" -> toolResult(block, at, results);
            case "thinking" -> {
                String text = block.path("thinking").asText("");
                if (!block.path("signature").asText("").equals(signature(text))) {
                    throw badRequest(at + ": Invalid `signature` in `thinking` block");
                }
                yield Tokens.of(text);
            }
            default -> Tokens.of(block.toString());
        };
    }

    private int image(JsonNode source, String at) {
        switch (source.path("type").asText("")) {
            case "base64" -> {
                if (!IMAGE_TYPES.contains(source.path("media_type").asText(""))) {
                    throw badRequest(at + ".image.source.base64.media_type: Input should be 'image/jpeg', 'image/png',"
                            + " 'image/gif' or 'image/webp'");
                }
                if (source.path("data").asText("").isEmpty()) {
                    throw badRequest(at + ".image.source.base64.data: image cannot be empty");
                }
            }
            case "url" -> {
                if (!source.path("url").asText("").startsWith("https://")) {
                    throw badRequest(at + ".image.source.url.url: Only HTTPS URLs are supported.");
                }
            }
            case "file" -> {}
            default -> throw badRequest(at + ".image.source: Field required");
        }
        images++;
        return TOKENS_AN_IMAGE;
    }

    private static int toolUse(JsonNode block, String at, Set<String> uses) {
        String id = block.path("id").asText("");
        if (!TOOL_USE_ID.matcher(id).matches()) {
            throw badRequest(at + ".tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'");
        }
        if (!block.path("input").isObject()) {
            throw badRequest(at + ".tool_use.input: Input should be a valid dictionary");
        }
        if (!uses.add(id)) {
            throw badRequest("messages: `tool_use` ids must be unique");
        }
        return Tokens.of(block.path("name").asText(""))
                + Tokens.of(block.path("input").toString());
    }

    private int toolResult(JsonNode block, String at, Set<String> results) {
        String id = block.path("tool_use_id").asText("");
        if (!openUses.contains(id)) {
            throw badRequest(at + ": unexpected `tool_use_id` found in `tool_result` blocks: " + id
                    + ". Each `tool_result` block must have a corresponding `tool_use` block in the previous message.");
        }
        results.add(id);
        JsonNode content = block.path("content");
        int tokens = content.isTextual() ? Tokens.of(content.asText()) : 0;
        for (int i = 0; i < content.size(); i++) {
            String type = content.get(i).path("type").asText("");
            tokens += type.equals("image")
                    ? image(content.get(i).path("source"), at + ".content." + i)
                    : Tokens.of(content.get(i).path("text").asText(""));
        }
        return tokens;
    }

    private void requireResults(String role, Set<String> results, int index) {
        if (role.equals("user") && !results.containsAll(openUses)) {
            openUses.removeAll(results);
            throw missingResults(index - 1);
        }
        openUses = new LinkedHashSet<>();
    }

    private RuntimeException missingResults(int index) {
        return badRequest(
                "messages." + index + ": `tool_use` ids were found without `tool_result` blocks immediately after: "
                        + String.join(", ", openUses)
                        + ". Each `tool_use` block must have a corresponding `tool_result` block in the next message.");
    }

    private void segment(JsonNode content, int tokens, String at) {
        JsonNode mark = content.path("cache_control");
        boolean marked = mark.isObject();
        if (marked) {
            if (!mark.path("type").asText("").equals("ephemeral")) {
                throw badRequest(at + ".cache_control.type: Input should be 'ephemeral'");
            }
            String ttl = mark.path("ttl").asText("5m");
            if (!ttl.equals("5m") && !ttl.equals("1h")) {
                throw badRequest(at + ".cache_control.ephemeral.ttl: Input should be '5m' or '1h'");
            }
            if (++cacheMarks > MOST_CACHE_MARKS) {
                throw badRequest("A maximum of 4 blocks with cache_control may be provided. Found " + cacheMarks + ".");
            }
        }
        segments.add(new Ask.Segment(Digest.of(content.toString()), tokens, marked));
    }

    /** The signature that thinking of this simulator carries. */
    static String signature(String thinking) {
        return "sim" + Digest.of("thinking:" + thinking);
    }
}
