package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.contracts.usage.Outcome;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.dialects.reply.ReplyChoice;
import io.tollgate.dialects.reply.ReplyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renders a {@code chat.completion}. */
final class WholeAnswer {

    private WholeAnswer() {}

    static byte[] render(
            String requestId,
            Head head,
            ReplyAccumulator reply,
            End end,
            boolean withReasoning,
            @Nullable RouterMetadata metadata) {
        ReplyEvent.Began began = reply.began();
        ObjectNode body = WireJson.object();
        body.put("id", requestId);
        body.put("object", "chat.completion");
        body.put("created", head.createdEpochSeconds());
        body.put("model", head.model());
        body.put("provider", head.providerName());
        if (head.simulated()) {
            body.put("simulated", true);
        }
        body.put("system_fingerprint", began == null ? null : began.systemFingerprint());
        String tier = ChatRenderer.serviceTier(head, began);
        if (tier != null) {
            body.put("service_tier", tier);
        }
        ArrayNode choices = body.putArray("choices");
        reply.choices().forEach(choice -> choices.add(choice(requestId, head, choice, end, withReasoning)));
        ObjectNode usage = UsageBody.of(end);
        if (usage != null) {
            body.set("usage", usage);
        }
        RouterMetadata.addTo(body, metadata, end.route());
        return WireJson.write(body);
    }

    private static ObjectNode choice(String requestId, Head head, ReplyChoice choice, End end, boolean withReasoning) {
        ObjectNode entry = WireJson.object();
        entry.put("index", choice.index());
        ReplyEvent.Finished finished = choice.finished();
        if (finished != null) {
            entry.put("finish_reason", finished.reason());
            entry.put("native_finish_reason", finished.nativeReason());
        } else {
            entry.put("finish_reason", end.outcome() == Outcome.BUDGET_EXHAUSTED ? "length" : null);
            entry.putNull("native_finish_reason");
        }
        ObjectNode message = message(choice, withReasoning);
        if (choice.audio() != null) {
            message.set(
                    "audio", AudioPieces.whole(choice.audio(), requestId, choice.index(), head.createdEpochSeconds()));
        }
        entry.set("message", message);
        entry.set("logprobs", choice.logProbs());
        return entry;
    }

    private static ObjectNode message(ReplyChoice choice, boolean withReasoning) {
        ObjectNode message = WireJson.object();
        message.put("role", "assistant");
        message.put("content", content(choice));
        message.put("refusal", choice.refusal());
        message.put("reasoning", withReasoning ? choice.reasoning() : null);
        if (withReasoning) {
            putAll(message, "reasoning_details", choice.reasoningDetails());
        }
        if (!choice.toolCalls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            choice.toolCalls().forEach(call -> calls.add(call(call)));
        }
        putAll(message, "images", choice.images());
        putAll(message, "annotations", choice.annotations());
        return message;
    }

    /** Text, or null beside something that takes its place; an empty answer has an empty text. */
    private static @Nullable String content(ReplyChoice choice) {
        if (choice.text() != null) {
            return choice.text();
        }
        boolean replaced = !choice.toolCalls().isEmpty() || choice.refusal() != null || choice.audio() != null;
        return replaced ? null : "";
    }

    private static ObjectNode call(ReplyChoice.Call call) {
        ObjectNode entry = WireJson.object();
        entry.put("index", call.index());
        entry.put("id", call.id());
        entry.put("type", "function");
        String arguments = call.arguments().isBlank() ? "{}" : call.arguments();
        entry.putObject("function").put("name", call.name()).put("arguments", arguments);
        return entry;
    }

    private static void putAll(ObjectNode message, String field, List<JsonNode> entries) {
        if (!entries.isEmpty()) {
            message.putArray(field).addAll(entries);
        }
    }
}
