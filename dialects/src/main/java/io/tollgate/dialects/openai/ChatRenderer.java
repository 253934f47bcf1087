package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.End;
import io.tollgate.dialects.reply.Frame;
import io.tollgate.dialects.reply.Head;
import io.tollgate.dialects.reply.ReplyAccumulator;
import io.tollgate.dialects.reply.ReplyEvent;
import io.tollgate.dialects.reply.ReplyFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Renders one reply for a caller of chat completions. A stream depends on what came before: give every frame in order, from 0, and
 * drop the chunks the caller already has. Not thread-safe.
 *
 * <p>The JSON is what all known clients accept: {@code error} stands in error chunks alone, a chunk's {@code system_fingerprint} is
 * text or absent, usage comes once and last, the first delta of a tool call has its type and name, and no proper prefix of a call's
 * arguments parses as JSON.
 */
public final class ChatRenderer {

    private final String requestId;
    private final boolean withReasoning;
    private final @Nullable RouterMetadata metadata;
    private final Map<Integer, Map<Integer, PieceHolder>> openCalls = new HashMap<>();
    private final Map<Integer, AudioPieces> audio = new HashMap<>();
    private final Set<Integer> begunChoices = new HashSet<>();
    private Head head;
    private ReplyEvent.@Nullable Began began;

    /**
     * @param requestId the answer's id
     * @param requestedModel stands for the model until a head says which one answers
     * @param createdEpochSeconds stands for the time until a head says it
     * @param withReasoning whether the caller wants to see reasoning
     */
    public ChatRenderer(String requestId, String requestedModel, long createdEpochSeconds, boolean withReasoning) {
        this(requestId, requestedModel, createdEpochSeconds, withReasoning, null);
    }

    /**
     * @param requestId the answer's id
     * @param requestedModel stands for the model until a head says which one answers
     * @param createdEpochSeconds stands for the time until a head says it
     * @param withReasoning whether the caller wants to see reasoning
     * @param metadata renders the route for a caller that wants to see it; absent otherwise
     */
    public ChatRenderer(
            String requestId,
            String requestedModel,
            long createdEpochSeconds,
            boolean withReasoning,
            @Nullable RouterMetadata metadata) {
        this.requestId = requestId;
        this.withReasoning = withReasoning;
        this.metadata = metadata;
        this.head = new Head(requestedModel, "", "", false, createdEpochSeconds);
    }

    /**
     * The next frame as chunks.
     *
     * @return JSON texts for {@code data:} lines, in order, possibly none; after the chunks of a clean terminal frame {@code [DONE]} is
     *     due, after an error chunk nothing
     */
    public List<byte[]> chunks(Frame frame) {
        if (frame.head() != null) {
            head = frame.head();
        }
        List<ChunkDelta> deltas = deltas(frame.events());
        if (frame.end() != null) {
            endAllCalls(deltas);
        }
        List<byte[]> chunks = new ArrayList<>(deltas.size() + 1);
        deltas.forEach(delta -> chunks.add(chunk(delta.toChoice())));
        if (frame.end() != null) {
            lastChunk(frame.end()).ifPresent(chunk -> chunks.add(WireJson.write(chunk)));
        }
        return chunks;
    }

    /**
     * A whole answer.
     *
     * @param answerer who answered
     * @param reply the whole reply
     * @param end how it ended; a failed end is for {@link ErrorBodies}, unless credit ran out and the caller pays for what there is
     */
    public byte[] whole(Head answerer, ReplyAccumulator reply, End end) {
        return WholeAnswer.render(requestId, answerer, reply, end, withReasoning, metadata);
    }

    private List<ChunkDelta> deltas(List<ReplyEvent> events) {
        List<ChunkDelta> deltas = new ArrayList<>();
        for (ReplyEvent event : events) {
            switch (event) {
                case ReplyEvent.Began beginning -> began = beginning;
                case ReplyEvent.Text text ->
                    joining(deltas, text.choice(), ChunkDelta.Kind.TEXT).text(text.text());
                case ReplyEvent.Refusal refusal ->
                    joining(deltas, refusal.choice(), ChunkDelta.Kind.REFUSAL).refusal(refusal.text());
                case ReplyEvent.Reasoning reasoning -> reasoning(deltas, reasoning);
                case ReplyEvent.LogProbs logProbs ->
                    joining(deltas, logProbs.choice(), ChunkDelta.Kind.LOG_PROBS)
                            .logProbs(logProbs.content());
                case ReplyEvent.Part part -> part(deltas, part);
                case ReplyEvent.ToolCall call -> toolCall(deltas, call);
                case ReplyEvent.Finished finished -> finish(deltas, finished);
                case ReplyEvent.UsageReported usage -> {
                    // The end states what counts; a provider's running count would be taken for it.
                }
            }
        }
        return deltas;
    }

    private void reasoning(List<ChunkDelta> deltas, ReplyEvent.Reasoning reasoning) {
        if (withReasoning) {
            joining(deltas, reasoning.choice(), ChunkDelta.Kind.REASONING)
                    .reasoning(reasoning.text(), reasoning.detail());
        }
    }

    private void part(List<ChunkDelta> deltas, ReplyEvent.Part part) {
        if (part.kind().equals("audio")) {
            audio.computeIfAbsent(part.choice(), unused -> new AudioPieces()).sent(part.content());
            fresh(deltas, part.choice()).set(part.kind(), part.content());
        } else {
            JsonNode one = WireJson.mapper().createArrayNode().add(part.content());
            fresh(deltas, part.choice()).set(part.kind(), one);
        }
    }

    private void toolCall(List<ChunkDelta> deltas, ReplyEvent.ToolCall call) {
        Map<Integer, PieceHolder> calls = openCalls.computeIfAbsent(call.choice(), unused -> new TreeMap<>());
        PieceHolder open = calls.get(call.index());
        if (open == null) {
            sendHeld(deltas, call.choice(), PieceHolder::release);
            open = new PieceHolder();
            calls.put(call.index(), open);
            String piece = open.take(call.arguments());
            ObjectNode entry = callEntry(call.index(), piece);
            entry.put("id", call.id() == null ? "call_" + call.index() : call.id());
            entry.put("type", "function");
            ((ObjectNode) entry.path("function")).put("name", call.name() == null ? "" : call.name());
            addCall(deltas, call.choice(), entry);
        } else {
            String piece = open.take(call.arguments());
            if (!piece.isEmpty()) {
                addCall(deltas, call.choice(), callEntry(call.index(), piece));
            }
        }
    }

    private void finish(List<ChunkDelta> deltas, ReplyEvent.Finished finished) {
        sendHeld(deltas, finished.choice(), PieceHolder::end);
        endAudio(deltas, finished.choice());
        fresh(deltas, finished.choice()).finish(finished.reason(), finished.nativeReason());
    }

    private void endAudio(List<ChunkDelta> deltas, int choice) {
        AudioPieces pieces = audio.remove(choice);
        ObjectNode rest = pieces == null ? null : pieces.rest(requestId, choice, head.createdEpochSeconds());
        if (rest != null) {
            fresh(deltas, choice).set("audio", rest);
        }
    }

    private void endAllCalls(List<ChunkDelta> deltas) {
        openCalls.keySet().forEach(choice -> sendHeld(deltas, choice, PieceHolder::end));
    }

    private void sendHeld(List<ChunkDelta> deltas, int choice, Function<PieceHolder, String> held) {
        Map<Integer, PieceHolder> calls = openCalls.getOrDefault(choice, Map.of());
        calls.forEach((index, open) -> {
            String piece = held.apply(open);
            if (!piece.isEmpty()) {
                addCall(deltas, choice, callEntry(index, piece));
            }
        });
    }

    private void addCall(List<ChunkDelta> deltas, int choice, ObjectNode entry) {
        fresh(deltas, choice)
                .set("tool_calls", WireJson.mapper().createArrayNode().add(entry));
    }

    private static ObjectNode callEntry(int index, String arguments) {
        ObjectNode entry = WireJson.object().put("index", index);
        entry.putObject("function").put("arguments", arguments);
        return entry;
    }

    private ChunkDelta joining(List<ChunkDelta> deltas, int choice, ChunkDelta.Kind kind) {
        if (!deltas.isEmpty()) {
            ChunkDelta last = deltas.getLast();
            if (last.choice() == choice && last.accepts(kind)) {
                return last;
            }
        }
        return fresh(deltas, choice);
    }

    private ChunkDelta fresh(List<ChunkDelta> deltas, int choice) {
        ChunkDelta delta = new ChunkDelta(choice, begunChoices.add(choice));
        deltas.add(delta);
        return delta;
    }

    private Optional<ObjectNode> lastChunk(End end) {
        ReplyFailure failure = end.failure();
        ObjectNode usage = UsageBody.of(end);
        if (failure == null && usage == null) {
            return Optional.empty();
        }
        ObjectNode choice = WireJson.object().put("index", 0);
        choice.putObject("delta").put("role", "assistant").put("content", "");
        choice.put("finish_reason", failure == null ? null : "error");
        choice.putNull("native_finish_reason");
        ObjectNode chunk = envelope(choice);
        if (failure != null) {
            chunk.set("error", ErrorBodies.builder(failure).route(end.route()).toError());
        }
        if (usage != null) {
            chunk.set("usage", usage);
        }
        RouterMetadata.addTo(chunk, metadata, end.route());
        return Optional.of(chunk);
    }

    /** The tier that was called, where tiers are endpoints of their own; otherwise what the provider says. */
    static @Nullable String serviceTier(Head head, ReplyEvent.@Nullable Began began) {
        if (head.serviceTier() != null) {
            return head.serviceTier();
        }
        return began == null ? null : began.serviceTier();
    }

    private byte[] chunk(ObjectNode choice) {
        return WireJson.write(envelope(choice));
    }

    private ObjectNode envelope(ObjectNode choice) {
        ObjectNode chunk = WireJson.object();
        chunk.put("id", requestId);
        chunk.put("object", "chat.completion.chunk");
        chunk.put("created", head.createdEpochSeconds());
        chunk.put("model", head.model());
        if (!head.providerName().isEmpty()) {
            chunk.put("provider", head.providerName());
        }
        if (head.simulated()) {
            chunk.put("simulated", true);
        }
        if (began != null && began.systemFingerprint() != null) {
            chunk.put("system_fingerprint", began.systemFingerprint());
        }
        String tier = serviceTier(head, began);
        if (tier != null) {
            chunk.put("service_tier", tier);
        }
        chunk.putArray("choices").add(choice);
        return chunk;
    }
}
