package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.dialects.provider.FailureKind;
import io.tollgate.dialects.provider.ProviderFailureException;
import io.tollgate.dialects.reply.ReplyEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one choice, piece by piece. */
final class ChoiceReader {

    private final int index;
    private final ToolCallReader toolCalls;
    private boolean finished;

    ChoiceReader(String attemptId, int index) {
        this.index = index;
        this.toolCalls = new ToolCallReader(attemptId, index);
    }

    boolean finished() {
        return finished;
    }

    /**
     * Reads an entry of {@code choices}.
     *
     * @param citations sources known so far, told with the end
     */
    void read(JsonNode choice, List<JsonNode> citations, List<ReplyEvent> events) {
        JsonNode delta = choice.path("delta").isObject() ? choice.path("delta") : choice.path("message");
        reasoning(delta, events);
        content(delta.path("content"), events);
        String refusal = OpenAiReader.text(delta.path("refusal"));
        if (refusal != null) {
            events.add(new ReplyEvent.Refusal(index, refusal));
        }
        delta.path("tool_calls").forEach(call -> toolCalls.read(call).ifPresent(events::add));
        parts(delta.path("images"), "images", events);
        parts(delta.path("annotations"), "annotations", events);
        if (delta.path("audio").isObject()) {
            events.add(new ReplyEvent.Part(index, "audio", delta.path("audio")));
        }
        if (choice.path("logprobs").isObject()) {
            events.add(new ReplyEvent.LogProbs(index, choice.path("logprobs")));
        }
        finish(OpenAiReader.text(choice.path("finish_reason")), citations, events);
    }

    /** Text, or (Mistral) an array of parts of which some are thoughts. */
    private void content(JsonNode content, List<ReplyEvent> events) {
        String text = OpenAiReader.text(content);
        if (text != null) {
            events.add(new ReplyEvent.Text(index, text));
        }
        if (!content.isArray()) {
            return;
        }
        for (JsonNode part : content) {
            String type = part.path("type").asText("");
            if (type.equals("text")) {
                content(part.path("text"), events);
            } else if (type.equals("thinking")) {
                thoughts(part.path("thinking"), events);
            }
        }
    }

    private void thoughts(JsonNode thinking, List<ReplyEvent> events) {
        String text = OpenAiReader.text(thinking);
        if (text != null) {
            events.add(new ReplyEvent.Reasoning(index, text, null));
        }
        thinking.forEach(thought -> thoughts(thought.path("text"), events));
    }

    /** Hosts name it {@code reasoning_content} or {@code reasoning}, some both; details are passed on as they are. */
    private void reasoning(JsonNode delta, List<ReplyEvent> events) {
        String text = OpenAiReader.text(delta.path("reasoning_content"));
        if (text == null) {
            text = OpenAiReader.text(delta.path("reasoning"));
        }
        boolean textTold = text != null;
        for (JsonNode detail : delta.path("reasoning_details")) {
            String own = textTold ? text : readable(detail);
            events.add(new ReplyEvent.Reasoning(index, own, detail));
            text = null;
        }
        if (text != null) {
            events.add(new ReplyEvent.Reasoning(index, text, null));
        }
    }

    private static @Nullable String readable(JsonNode detail) {
        String text = OpenAiReader.text(detail.path("text"));
        return text == null ? OpenAiReader.text(detail.path("summary")) : text;
    }

    private void parts(JsonNode entries, String kind, List<ReplyEvent> events) {
        entries.forEach(entry -> {
            if (entry.isObject()) {
                events.add(new ReplyEvent.Part(index, kind, entry));
            }
        });
    }

    private void finish(@Nullable String nativeReason, List<JsonNode> citations, List<ReplyEvent> events) {
        if (nativeReason == null || finished) {
            return;
        }
        if (FinishReasons.isFailure(nativeReason)) {
            throw new ProviderFailureException(
                    FailureKind.UNAVAILABLE.because("the provider broke off its answer", nativeReason));
        }
        finished = true;
        citations.forEach(citation -> events.add(new ReplyEvent.Part(index, "annotations", citation)));
        events.add(new ReplyEvent.Finished(index, FinishReasons.of(nativeReason, toolCalls.any()), nativeReason));
    }
}
