package io.tollgate.dialects.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Folds the steps of one choice. */
final class ChoiceFold {

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final ReasoningDetails reasoningDetails = new ReasoningDetails();
    private final SortedMap<Integer, CallFold> calls = new TreeMap<>();
    private final List<JsonNode> images = new ArrayList<>();
    private final List<JsonNode> annotations = new ArrayList<>();
    private final AudioFold audio = new AudioFold();
    private @Nullable ObjectNode logProbs;
    private ReplyEvent.@Nullable Finished finished;

    void text(String more) {
        text.append(more);
    }

    void refusal(String more) {
        refusal.append(more);
    }

    void reasoning(ReplyEvent.Reasoning more) {
        if (more.text() != null) {
            reasoning.append(more.text());
        }
        if (more.detail() != null) {
            reasoningDetails.add(more.detail());
        }
    }

    void toolCall(ReplyEvent.ToolCall more) {
        calls.computeIfAbsent(more.index(), unused -> new CallFold()).add(more);
    }

    void part(ReplyEvent.Part part) {
        switch (part.kind()) {
            case "images" -> images.add(part.content());
            case "audio" -> audio.add(part.content());
            default -> annotations.add(part.content());
        }
    }

    void logProbs(JsonNode more) {
        if (!(more instanceof ObjectNode object)) {
            return;
        }
        if (logProbs == null) {
            logProbs = object.deepCopy();
            return;
        }
        ObjectNode all = logProbs;
        object.properties().forEach(entry -> {
            if (all.get(entry.getKey()) instanceof ArrayNode earlier && entry.getValue() instanceof ArrayNode later) {
                earlier.addAll(later);
            } else if (!entry.getValue().isNull()) {
                all.set(entry.getKey(), entry.getValue());
            }
        });
    }

    void finished(ReplyEvent.Finished end) {
        finished = end;
    }

    boolean isFinished() {
        return finished != null;
    }

    boolean hasOutput() {
        return !text.isEmpty()
                || !refusal.isEmpty()
                || !reasoning.isEmpty()
                || !reasoningDetails.isEmpty()
                || !calls.isEmpty()
                || !images.isEmpty()
                || !annotations.isEmpty()
                || audio.toJson() != null;
    }

    ReplyChoice toChoice(int index) {
        return new ReplyChoice(
                index,
                orAbsent(text),
                orAbsent(refusal),
                orAbsent(reasoning),
                reasoningDetails.entries(),
                calls.entrySet().stream()
                        .map(entry -> entry.getValue().toCall(entry.getKey()))
                        .toList(),
                images,
                annotations,
                audio.toJson(),
                logProbs,
                finished);
    }

    private static @Nullable String orAbsent(StringBuilder builder) {
        return builder.isEmpty() ? null : builder.toString();
    }

    private static final class CallFold {

        private final StringBuilder arguments = new StringBuilder();
        private @Nullable String id;
        private @Nullable String name;

        void add(ReplyEvent.ToolCall more) {
            id = id == null ? more.id() : id;
            name = name == null ? more.name() : name;
            arguments.append(more.arguments());
        }

        ReplyChoice.Call toCall(int index) {
            return new ReplyChoice.Call(
                    index,
                    Objects.requireNonNullElse(id, "call_" + index),
                    Objects.requireNonNullElse(name, ""),
                    arguments.toString());
        }
    }
}
