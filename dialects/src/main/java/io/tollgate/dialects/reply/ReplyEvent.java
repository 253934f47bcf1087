package io.tollgate.dialects.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.contracts.usage.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One step of a reply. A whole (not streamed) answer is the same sequence with longer texts: {@link Began}, then for each choice its
 * deltas and one {@link Finished}, then at most one {@link UsageReported} that counts (the last).
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "t")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReplyEvent.Began.class, name = "began"),
    @JsonSubTypes.Type(value = ReplyEvent.Text.class, name = "text"),
    @JsonSubTypes.Type(value = ReplyEvent.Refusal.class, name = "refusal"),
    @JsonSubTypes.Type(value = ReplyEvent.Reasoning.class, name = "reasoning"),
    @JsonSubTypes.Type(value = ReplyEvent.ToolCall.class, name = "tool"),
    @JsonSubTypes.Type(value = ReplyEvent.Part.class, name = "part"),
    @JsonSubTypes.Type(value = ReplyEvent.LogProbs.class, name = "logprobs"),
    @JsonSubTypes.Type(value = ReplyEvent.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = ReplyEvent.UsageReported.class, name = "usage")
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface ReplyEvent {

    /**
     * The provider began to answer.
     *
     * @param upstreamId the provider's id of the call
     * @param systemFingerprint as OpenAI names it
     * @param serviceTier the tier that served
     */
    record Began(
            @Nullable String upstreamId,
            @Nullable String systemFingerprint,
            @Nullable String serviceTier) implements ReplyEvent {}

    /** More text of a choice. */
    record Text(int choice, String text) implements ReplyEvent {}

    /** More text of a refusal. */
    record Refusal(int choice, String text) implements ReplyEvent {}

    /**
     * More reasoning of a choice.
     *
     * @param text readable reasoning; absent for details that have none
     * @param detail one entry of {@code reasoning_details} as callers get it and send it back verbatim; absent if the provider has only text
     */
    record Reasoning(
            int choice, @Nullable String text, @Nullable JsonNode detail) implements ReplyEvent {}

    /**
     * More of a tool call. The first event of a call has its id and name.
     *
     * @param index number of the call within the choice
     * @param arguments a piece of the JSON text of the arguments, may be empty
     */
    record ToolCall(
            int choice,
            int index,
            @Nullable String id,
            @Nullable String name,
            String arguments) implements ReplyEvent {}

    /**
     * Something whole that callers get in an array of the message.
     *
     * @param kind {@code images}, {@code annotations} or {@code audio}
     * @param content one entry, in OpenRouter's form
     */
    record Part(int choice, String kind, JsonNode content) implements ReplyEvent {}

    /** Log probabilities of a choice's next tokens, in OpenAI's form. */
    record LogProbs(int choice, JsonNode content) implements ReplyEvent {}

    /**
     * A choice ended.
     *
     * @param reason {@code stop}, {@code length}, {@code tool_calls} or {@code content_filter}
     * @param nativeReason as the provider said it
     */
    record Finished(int choice, String reason, @Nullable String nativeReason) implements ReplyEvent {}

    /** The provider's count so far; each field replaces an earlier one if it is present. */
    record UsageReported(Usage usage) implements ReplyEvent {}
}
