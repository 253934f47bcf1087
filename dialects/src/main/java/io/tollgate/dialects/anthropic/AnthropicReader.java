package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.usage.Usage;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.provider.ReplyReader;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.sse.SseEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a reply of the Messages API. A stream is complete with {@code message_stop}, a whole answer with a {@code stop_reason}.
 * Events and blocks of unknown kinds are passed over, as the API's versioning rules ask of clients.
 */
final class AnthropicReader implements ReplyReader {

    private final AnthropicUsage usage = new AnthropicUsage();
    private final Map<Integer, AnthropicBlock> blocks = new HashMap<>();
    private int textLength;
    private int toolCalls;
    private int thinkingBlocks;
    private boolean finished;
    private boolean complete;

    @Override
    public List<ReplyEvent> read(SseEvent event) {
        if (event.data().isBlank()) {
            return List.of();
        }
        JsonNode data = parse(event.data());
        String name = event.name() == null ? "" : event.name();
        return switch (data.path("type").asText(name)) {
            case "message_start" -> begin(data.path("message"));
            case "content_block_start" -> startBlock(data.path("index").asInt(), data.path("content_block"));
            case "content_block_delta" -> deltaOf(data.path("index").asInt(), data.path("delta"));
            case "content_block_stop" -> stopBlock(data.path("index").asInt());
            case "message_delta" -> endOfMessage(data);
            case "message_stop" -> {
                complete = finished;
                yield List.of();
            }
            case "error" -> throw AnthropicFailures.inStream(data);
            default -> List.of();
        };
    }

    @Override
    public List<ReplyEvent> readWhole(byte[] body) {
        JsonNode message = parse(body);
        if (message.path("type").asText().equals("error")) {
            throw AnthropicFailures.inStream(message);
        }
        if (!message.path("content").isArray()) {
            throw AnthropicFailures.unreadable();
        }
        List<ReplyEvent> events = new ArrayList<>();
        events.add(began(message));
        int index = 0;
        for (JsonNode block : message.path("content")) {
            events.addAll(startBlock(index, block));
            events.addAll(stopBlock(index));
            index++;
        }
        events.addAll(finish(message));
        usage.update(message.path("usage"));
        events.addAll(usageSoFar());
        complete = finished;
        return events;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    private List<ReplyEvent> begin(JsonNode message) {
        List<ReplyEvent> events = new ArrayList<>();
        events.add(began(message));
        usage.begin(message.path("usage"));
        events.addAll(usageSoFar());
        return events;
    }

    private static ReplyEvent began(JsonNode message) {
        JsonNode id = message.path("id");
        JsonNode tier = message.path("usage").path("service_tier");
        return new ReplyEvent.Began(id.isTextual() ? id.asText() : null, null, tier.isTextual() ? tier.asText() : null);
    }

    private List<ReplyEvent> startBlock(int index, JsonNode start) {
        AnthropicBlock block = switch (start.path("type").asText()) {
            case "text" -> new AnthropicBlock.TextBlock(textLength);
            case "thinking", "redacted_thinking" -> new AnthropicBlock.ThinkingBlock(thinkingBlocks++);
            case "tool_use" -> new AnthropicBlock.ToolBlock(toolCalls++);
            default -> new AnthropicBlock.HiddenBlock();
        };
        blocks.put(index, block);
        return block.start(start);
    }

    private List<ReplyEvent> deltaOf(int index, JsonNode delta) {
        AnthropicBlock block = blocks.get(index);
        if (block == null) {
            throw AnthropicFailures.unreadable();
        }
        return block.delta(delta);
    }

    private List<ReplyEvent> stopBlock(int index) {
        AnthropicBlock block = blocks.remove(index);
        if (block == null) {
            return List.of();
        }
        if (block instanceof AnthropicBlock.TextBlock text) {
            textLength = text.end();
        }
        return block.stop();
    }

    private List<ReplyEvent> endOfMessage(JsonNode data) {
        List<ReplyEvent> events = new ArrayList<>(finish(data.path("delta")));
        usage.update(data.path("usage"));
        events.addAll(usageSoFar());
        return events;
    }

    private List<ReplyEvent> finish(JsonNode end) {
        String nativeReason = end.path("stop_reason").asText("");
        if (finished || nativeReason.isEmpty()) {
            return List.of();
        }
        finished = true;
        List<ReplyEvent> events = new ArrayList<>();
        String explanation = end.path("stop_details").path("explanation").asText("");
        if (nativeReason.equals("refusal") && !explanation.isEmpty()) {
            events.add(new ReplyEvent.Refusal(0, explanation));
        }
        events.add(new ReplyEvent.Finished(0, reason(nativeReason), nativeReason));
        return events;
    }

    private static String reason(String nativeReason) {
        return switch (nativeReason) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    private List<ReplyEvent> usageSoFar() {
        Usage total = usage.total();
        return total == null ? List.of() : List.of(new ReplyEvent.UsageReported(total));
    }

    /** @throws ProviderFailureException if the text is no JSON object */
    private static JsonNode parse(String json) {
        try {
            return object(WireJson.mapper().readTree(json));
        } catch (IOException notJson) {
            // What the provider sent is of no use to anyone, and may hold parts of the answer: it is not shown.
            throw AnthropicFailures.unreadable();
        }
    }

    private static JsonNode parse(byte[] json) {
        try {
            return object(WireJson.mapper().readTree(json));
        } catch (IOException notJson) {
            // As above.
            throw AnthropicFailures.unreadable();
        }
    }

    private static JsonNode object(JsonNode tree) {
        if (tree == null || !tree.isObject()) {
            throw AnthropicFailures.unreadable();
        }
        return tree;
    }
}
