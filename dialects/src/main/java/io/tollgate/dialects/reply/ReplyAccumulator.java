package io.tollgate.dialects.reply;

import io.tollgate.contracts.usage.Usage;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Folds the steps of a reply into the whole answer. Not thread-safe. */
public final class ReplyAccumulator {

    private final SortedMap<Integer, ChoiceFold> choices = new TreeMap<>();
    private ReplyEvent.@Nullable Began began;
    private @Nullable Usage usage;

    /** Takes the next step. */
    public void add(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Began beginning -> began = beginning;
            case ReplyEvent.UsageReported reported -> usage = UsageMerge.latest(usage, reported.usage());
            case ReplyEvent.Text text -> choice(text.choice()).text(text.text());
            case ReplyEvent.Refusal refusal -> choice(refusal.choice()).refusal(refusal.text());
            case ReplyEvent.Reasoning reasoning -> choice(reasoning.choice()).reasoning(reasoning);
            case ReplyEvent.ToolCall call -> choice(call.choice()).toolCall(call);
            case ReplyEvent.Part part -> choice(part.choice()).part(part);
            case ReplyEvent.LogProbs logProbs -> choice(logProbs.choice()).logProbs(logProbs.content());
            case ReplyEvent.Finished finished -> choice(finished.choice()).finished(finished);
        }
    }

    /** Takes the next steps, in order. */
    public void addAll(Collection<ReplyEvent> events) {
        events.forEach(this::add);
    }

    /** What the provider said when it began; absent before. */
    public ReplyEvent.@Nullable Began began() {
        return began;
    }

    /** The provider's count so far, each field the latest that was present; absent if there was none. */
    public @Nullable Usage usage() {
        return usage;
    }

    /** The choices so far, by index. */
    public List<ReplyChoice> choices() {
        return choices.entrySet().stream()
                .map(entry -> entry.getValue().toChoice(entry.getKey()))
                .toList();
    }

    /** Whether any choice has output: text, refusal, reasoning, a tool call or a part. */
    public boolean hasOutput() {
        return choices.values().stream().anyMatch(ChoiceFold::hasOutput);
    }

    /** Whether every choice that was begun has ended, and at least one was. */
    public boolean allFinished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(ChoiceFold::isFinished);
    }

    private ChoiceFold choice(int index) {
        return choices.computeIfAbsent(index, unused -> new ChoiceFold());
    }
}
