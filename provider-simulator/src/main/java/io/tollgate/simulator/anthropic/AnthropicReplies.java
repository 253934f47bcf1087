package io.tollgate.simulator.anthropic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.answer.Answer;
import io.tollgate.simulator.answer.Counts;
import io.tollgate.simulator.wire.Fields;
import io.tollgate.simulator.wire.Piece;
import io.tollgate.simulator.wire.Pieces;
import io.tollgate.simulator.wire.Served;
import io.tollgate.simulator.wire.UsageFault;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/** Writes messages and the events of streamed ones. */
final class AnthropicReplies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private AnthropicReplies() {}

    static ObjectNode whole(Served served) {
        Answer answer = served.answers().getFirst();
        ObjectNode message = message(served);
        ArrayNode content = message.putArray("content");
        for (Answer.Part part : answer.parts()) {
            String said = String.join("", part.tokens());
            ObjectNode block = content.addObject();
            switch (part) {
                case Answer.Reasoning ignored ->
                    block.put("type", "thinking")
                            .put("thinking", said)
                            .put("signature", AnthropicConversation.signature(said));
                case Answer.Text ignored -> block.put("type", "text").put("text", said);
                case Answer.Call call -> callBlock(block, call).set("input", input(said));
            }
        }
        message.put("stop_reason", stopReason(answer)).put("stop_sequence", answer.stop());
        if (served.usageFault() != UsageFault.MISSING) {
            message.set("usage", usage(served, served.counts().completion()));
        }
        return message;
    }

    static Iterator<Piece> stream(Served served) {
        Answer answer = served.answers().getFirst();
        List<Iterator<Piece>> all = new ArrayList<>();
        all.add(Pieces.one(() -> start(served)));
        all.add(Pieces.one(() -> event(JSON.objectNode().put("type", "ping"), 0)));
        for (int i = 0; i < answer.parts().size(); i++) {
            all.add(block(answer.parts().get(i), i));
        }
        int ends = served.usageFault() == UsageFault.DOUBLE ? 2 : 1;
        for (int i = 0; i < ends; i++) {
            all.add(Pieces.one(() -> end(served, answer)));
        }
        all.add(Pieces.one(() -> event(JSON.objectNode().put("type", "message_stop"), 0)));
        return Pieces.chain(all);
    }

    private static Piece start(Served served) {
        ObjectNode message = message(served);
        message.putArray("content");
        message.put("stop_reason", (String) null).put("stop_sequence", (String) null);
        if (served.usageFault() != UsageFault.MISSING) {
            message.set("usage", usage(served, 1));
        }
        ObjectNode start = JSON.objectNode().put("type", "message_start");
        start.set("message", message);
        return event(start, 0);
    }

    private static Piece end(Served served, Answer answer) {
        ObjectNode end = JSON.objectNode().put("type", "message_delta");
        end.putObject("delta").put("stop_reason", stopReason(answer)).put("stop_sequence", answer.stop());
        if (served.usageFault() != UsageFault.MISSING) {
            end.set(
                    "usage",
                    usage(served, served.counts().completion()).without(List.of("service_tier", "cache_creation")));
        }
        return event(end, 0);
    }

    private static Iterator<Piece> block(Answer.Part part, int index) {
        return switch (part) {
            case Answer.Reasoning thinking -> {
                String signature = AnthropicConversation.signature(String.join("", thinking.tokens()));
                yield Pieces.chain(List.of(
                        opening(
                                index,
                                JSON.objectNode()
                                        .put("type", "thinking")
                                        .put("thinking", "")
                                        .put("signature", ""),
                                0),
                        deltas(
                                index,
                                thinking.tokens(),
                                token -> JSON.objectNode()
                                        .put("type", "thinking_delta")
                                        .put("thinking", token)),
                        Pieces.one(() -> delta(
                                index,
                                JSON.objectNode().put("type", "signature_delta").put("signature", signature),
                                0)),
                        closing(index)));
            }
            case Answer.Text text ->
                Pieces.chain(List.of(
                        opening(index, JSON.objectNode().put("type", "text").put("text", ""), 0),
                        deltas(
                                index,
                                text.tokens(),
                                token -> JSON.objectNode()
                                        .put("type", "text_delta")
                                        .put("text", token)),
                        closing(index)));
            case Answer.Call call -> {
                ObjectNode block = callBlock(JSON.objectNode(), call);
                block.putObject("input");
                yield Pieces.chain(List.of(
                        opening(index, block, 1),
                        deltas(
                                index,
                                call.tokens(),
                                token -> JSON.objectNode()
                                        .put("type", "input_json_delta")
                                        .put("partial_json", token)),
                        closing(index)));
            }
        };
    }

    private static Iterator<Piece> opening(int index, ObjectNode block, int tokens) {
        ObjectNode event = JSON.objectNode().put("type", "content_block_start").put("index", index);
        event.set("content_block", block);
        return Pieces.one(() -> event(event, tokens));
    }

    private static Iterator<Piece> deltas(int index, List<String> tokens, Function<String, ObjectNode> write) {
        return Pieces.each(tokens, token -> delta(index, write.apply(token), 1));
    }

    private static Piece delta(int index, ObjectNode delta, int tokens) {
        ObjectNode event = JSON.objectNode().put("type", "content_block_delta").put("index", index);
        event.set("delta", delta);
        return event(event, tokens);
    }

    private static Iterator<Piece> closing(int index) {
        return Pieces.one(
                () -> event(JSON.objectNode().put("type", "content_block_stop").put("index", index), 0));
    }

    private static Piece event(ObjectNode event, int tokens) {
        return Piece.of("event: " + event.path("type").asText() + "\ndata: " + event + "\n\n", tokens);
    }

    private static ObjectNode callBlock(ObjectNode block, Answer.Call call) {
        return block.put("type", "tool_use").put("id", call.id("toolu_")).put("name", call.name());
    }

    /** A call cut short by the token limit has no whole arguments: then the provider shows none. */
    private static JsonNode input(String arguments) {
        try {
            return Fields.JSON.readTree(arguments.isEmpty() ? "{}" : arguments);
        } catch (JsonProcessingException cutShort) {
            return JSON.objectNode();
        }
    }

    private static ObjectNode message(Served served) {
        return JSON.objectNode()
                .put("id", "msg_" + served.callId())
                .put("type", "message")
                .put("role", "assistant")
                .put("model", served.address().model());
    }

    private static ObjectNode usage(Served served, int output) {
        Counts counts = served.counts();
        UsageFault fault = served.usageFault();
        int fresh = counts.prompt() - counts.cached() - counts.cacheWrite();
        ObjectNode usage = JSON.objectNode()
                .put("input_tokens", fault.reported(fresh))
                .put("cache_creation_input_tokens", counts.cacheWrite())
                .put("cache_read_input_tokens", counts.cached())
                .put("output_tokens", fault.reported(output))
                .put("service_tier", "standard");
        usage.putObject("cache_creation")
                .put("ephemeral_5m_input_tokens", counts.cacheWrite())
                .put("ephemeral_1h_input_tokens", 0);
        return usage;
    }

    private static String stopReason(Answer answer) {
        return switch (answer.end()) {
            case STOP -> "end_turn";
            case STOP_SEQUENCE -> "stop_sequence";
            case LENGTH -> "max_tokens";
            case TOOL_CALLS -> "tool_use";
        };
    }
}
