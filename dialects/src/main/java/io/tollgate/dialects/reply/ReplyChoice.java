package io.tollgate.dialects.reply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One whole answer of a reply.
 *
 * @param text the text; absent if there was none
 * @param refusal the refusal; absent if there was none
 * @param reasoning readable reasoning; absent if there was none
 * @param reasoningDetails entries as callers send them back, pieces of one entry joined
 * @param toolCalls by index
 * @param images entries in OpenRouter's form
 * @param annotations entries in OpenRouter's form
 * @param audio in OpenAI's form; absent if there was none
 * @param logProbs in OpenAI's form; absent if there were none
 * @param finished how it ended; absent if it did not
 */
public record ReplyChoice(
        int index,
        @Nullable String text,
        @Nullable String refusal,
        @Nullable String reasoning,
        List<JsonNode> reasoningDetails,
        List<Call> toolCalls,
        List<JsonNode> images,
        List<JsonNode> annotations,
        @Nullable JsonNode audio,
        @Nullable JsonNode logProbs,
        ReplyEvent.@Nullable Finished finished) {

    public ReplyChoice {
        reasoningDetails = List.copyOf(reasoningDetails);
        toolCalls = List.copyOf(toolCalls);
        images = List.copyOf(images);
        annotations = List.copyOf(annotations);
    }

    /**
     * A whole tool call.
     *
     * @param arguments JSON text as the provider gave it
     */
    public record Call(int index, String id, String name, String arguments) {}
}
