package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.ReplyEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one content block of a reply: whole, or its start, deltas and stop. */
interface AnthropicBlock {

    /** What the start of the block, or the whole block, says. */
    List<ReplyEvent> start(JsonNode block);

    List<ReplyEvent> delta(JsonNode delta);

    /** What is left to say at the end of the block. */
    default List<ReplyEvent> stop() {
        return List.of();
    }

    /** A block of text, and with its end the citations it rests on: before, what they cover is not known. */
    final class TextBlock implements AnthropicBlock {

        private final int from;
        private final List<JsonNode> citations = new ArrayList<>();
        private int length;

        /** @param from characters of text that the reply had before this block */
        TextBlock(int from) {
            this.from = from;
        }

        int end() {
            return from + length;
        }

        @Override
        public List<ReplyEvent> start(JsonNode block) {
            block.path("citations").forEach(citations::add);
            return text(block.path("text").asText(""));
        }

        @Override
        public List<ReplyEvent> delta(JsonNode delta) {
            if (delta.path("type").asText().equals("citations_delta")) {
                citations.add(delta.path("citation"));
                return List.of();
            }
            return text(delta.path("text").asText(""));
        }

        @Override
        public List<ReplyEvent> stop() {
            List<ReplyEvent> events = new ArrayList<>();
            for (JsonNode citation : citations) {
                // Places in the caller's own documents have no URL, and no form of OpenRouter's.
                if (!citation.path("url").asText("").isEmpty()) {
                    events.add(new ReplyEvent.Part(0, "annotations", annotation(citation)));
                }
            }
            return events;
        }

        private List<ReplyEvent> text(String text) {
            length += text.length();
            return text.isEmpty() ? List.of() : List.of(new ReplyEvent.Text(0, text));
        }

        private ObjectNode annotation(JsonNode citation) {
            ObjectNode annotation = WireJson.object().put("type", "url_citation");
            annotation
                    .putObject("url_citation")
                    .put("url", citation.path("url").asText())
                    .put("title", citation.path("title").asText(""))
                    .put("content", citation.path("cited_text").asText(""))
                    .put("start_index", from)
                    .put("end_index", end());
            return annotation;
        }
    }

    /** A block of thinking, readable or not. */
    final class ThinkingBlock implements AnthropicBlock {

        private final int index;

        /** @param index number of the block among the reply's blocks of thinking */
        ThinkingBlock(int index) {
            this.index = index;
        }

        @Override
        public List<ReplyEvent> start(JsonNode block) {
            if (block.path("type").asText().equals("redacted_thinking")) {
                String data = block.path("data").asText("");
                return List.of(new ReplyEvent.Reasoning(0, null, ThinkingBlocks.redactedDetail(data, index)));
            }
            List<ReplyEvent> events =
                    new ArrayList<>(text(block.path("thinking").asText("")));
            events.addAll(signature(block.path("signature").asText("")));
            return events;
        }

        @Override
        public List<ReplyEvent> delta(JsonNode delta) {
            return switch (delta.path("type").asText()) {
                case "thinking_delta" -> text(delta.path("thinking").asText(""));
                case "signature_delta" -> signature(delta.path("signature").asText(""));
                default -> List.of();
            };
        }

        private List<ReplyEvent> text(String text) {
            return text.isEmpty()
                    ? List.of()
                    : List.of(new ReplyEvent.Reasoning(0, text, ThinkingBlocks.textDetail(text, index)));
        }

        private List<ReplyEvent> signature(String signature) {
            return signature.isEmpty()
                    ? List.of()
                    : List.of(new ReplyEvent.Reasoning(0, null, ThinkingBlocks.signatureDetail(signature, index)));
        }
    }

    /** A call of one of the caller's tools. The arguments come in pieces, or all at once with the start, or not at all. */
    final class ToolBlock implements AnthropicBlock {

        private final int index;
        private boolean streamed;
        private @Nullable String whole;

        /** @param index number of the call within the reply */
        ToolBlock(int index) {
            this.index = index;
        }

        @Override
        public List<ReplyEvent> start(JsonNode block) {
            JsonNode input = block.path("input");
            whole = input.isObject() && !input.isEmpty() ? input.toString() : null;
            return List.of(new ReplyEvent.ToolCall(
                    0, index, block.path("id").asText(""), block.path("name").asText(""), ""));
        }

        @Override
        public List<ReplyEvent> delta(JsonNode delta) {
            String piece = delta.path("partial_json").asText("");
            if (piece.isEmpty()) {
                return List.of();
            }
            streamed = true;
            return List.of(new ReplyEvent.ToolCall(0, index, null, null, piece));
        }

        @Override
        public List<ReplyEvent> stop() {
            if (streamed) {
                return List.of();
            }
            return List.of(new ReplyEvent.ToolCall(0, index, null, null, whole == null ? "{}" : whole));
        }
    }

    /** A block that callers do not get: the provider's own tools and their results. */
    final class HiddenBlock implements AnthropicBlock {

        @Override
        public List<ReplyEvent> start(JsonNode block) {
            return List.of();
        }

        @Override
        public List<ReplyEvent> delta(JsonNode delta) {
            return List.of();
        }
    }
}
