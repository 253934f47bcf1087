package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Thinking that goes to the caller as {@code reasoning_details} and comes back. The API checks the signature of each block against
 * its text, so pieces are joined exactly as they were sent and blocks without a signature are left out.
 */
final class ThinkingBlocks {

    /** The {@code format} of details that only Claude can read. */
    static final String FORMAT = "anthropic-claude-v1";

    private final List<ObjectNode> blocks = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable JsonNode index;
    private boolean open;

    private ThinkingBlocks() {}

    /** The blocks of a caller's {@code reasoning_details}: whole ones or the pieces of a stream; those of other providers are left out. */
    static List<ObjectNode> of(JsonNode details) {
        ThinkingBlocks joined = new ThinkingBlocks();
        for (JsonNode detail : details) {
            if (detail.path("format").asText(FORMAT).equals(FORMAT)) {
                joined.add(detail);
            }
        }
        return joined.blocks;
    }

    /** A piece of readable thinking, as callers get it. */
    static ObjectNode textDetail(String text, int index) {
        return detail("reasoning.text", index).put("text", text);
    }

    /** The signature that ends a block of thinking, as callers get it. */
    static ObjectNode signatureDetail(String signature, int index) {
        return detail("reasoning.text", index).put("signature", signature);
    }

    /** Thinking that only the provider can read, as callers get it. */
    static ObjectNode redactedDetail(String data, int index) {
        return detail("reasoning.encrypted", index).put("data", data);
    }

    private static ObjectNode detail(String type, int index) {
        return WireJson.object().put("type", type).put("format", FORMAT).put("index", index);
    }

    private void add(JsonNode detail) {
        switch (detail.path("type").asText()) {
            case "reasoning.text" -> addText(detail);
            case "reasoning.encrypted" -> {
                open = false;
                blocks.add(WireJson.object()
                        .put("type", "redacted_thinking")
                        .put("data", detail.path("data").asText("")));
            }
            default -> open = false;
        }
    }

    private void addText(JsonNode detail) {
        if (!open || !detail.path("index").equals(index)) {
            text.setLength(0);
            index = detail.path("index");
            open = true;
        }
        text.append(detail.path("text").asText(""));
        String signature = detail.path("signature").asText("");
        if (!signature.isEmpty()) {
            blocks.add(WireJson.object()
                    .put("type", "thinking")
                    .put("thinking", text.toString())
                    .put("signature", signature));
            open = false;
        }
    }
}
