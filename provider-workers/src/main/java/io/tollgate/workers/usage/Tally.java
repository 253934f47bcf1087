package io.tollgate.workers.usage;

import io.tollgate.contracts.usage.Usage;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.reply.UsageMerge;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what a reply brought so far. Not thread-safe. */
public final class Tally {

    private TextLength length = TextLength.NONE;
    private long images;
    private boolean output;
    private @Nullable String finishReason;
    private @Nullable String nativeFinishReason;
    private @Nullable String upstreamId;
    private @Nullable Usage reported;

    /** Counts the next events of a reply. */
    public void add(Collection<ReplyEvent> events) {
        events.forEach(this::add);
    }

    private void add(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Began began -> upstreamId = began.upstreamId() == null ? upstreamId : began.upstreamId();
            case ReplyEvent.Text text -> text(text.text());
            case ReplyEvent.Refusal refusal -> text(refusal.text());
            case ReplyEvent.Reasoning reasoning -> reasoning(reasoning);
            case ReplyEvent.ToolCall call -> {
                text(call.arguments());
                text(call.name() == null ? "" : call.name());
                output = true;
            }
            case ReplyEvent.Part part -> {
                images += part.kind().equals("images") ? 1 : 0;
                output = true;
            }
            case ReplyEvent.LogProbs ignored -> {
                // describes text that is counted itself
            }
            case ReplyEvent.Finished finished -> {
                finishReason = finished.reason();
                nativeFinishReason = finished.nativeReason();
            }
            case ReplyEvent.UsageReported usage -> report(usage.usage());
        }
    }

    private void reasoning(ReplyEvent.Reasoning reasoning) {
        if (reasoning.text() != null) {
            text(reasoning.text());
        }
        output |= reasoning.detail() != null;
    }

    private void text(String text) {
        if (!text.isEmpty()) {
            length = length.plus(TextLength.of(text));
            output = true;
        }
    }

    private void report(Usage usage) {
        reported = UsageMerge.latest(reported, usage);
    }

    /** Whether the reply brought anything a caller can use: text, refusal, reasoning, a tool call, a part. */
    public boolean hasOutput() {
        return output;
    }

    /** Whether a choice ended. */
    public boolean finished() {
        return finishReason != null;
    }

    /** A number of output tokens that what was seen hardly ever exceeds. */
    public long mostOutputTokens() {
        long seen = length.mostTokens();
        return reported == null ? seen : Math.max(seen, reported.completionTokensOrZero());
    }

    /** What was counted so far. */
    public Counted counted() {
        return new Counted(
                reported, length.likelyTokens(), images, output, finishReason, nativeFinishReason, upstreamId);
    }

    /** What a reader of a lost attempt's frames can count. */
    public static Counted of(List<ReplyEvent> events) {
        Tally tally = new Tally();
        tally.add(events);
        return tally.counted();
    }
}
