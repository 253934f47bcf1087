package io.tollgate.simulator.gemini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.answer.Answer;
import io.tollgate.simulator.answer.Counts;
import io.tollgate.simulator.answer.Digest;
import io.tollgate.simulator.wire.Fields;
import io.tollgate.simulator.wire.Piece;
import io.tollgate.simulator.wire.Pieces;
import io.tollgate.simulator.wire.Served;
import io.tollgate.simulator.wire.UsageFault;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes generateContent responses, whole and in chunks. */
final class GeminiReplies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private GeminiReplies() {}

    static ObjectNode whole(Served served) {
        ObjectNode reply = JSON.objectNode();
        ArrayNode candidates = reply.putArray("candidates");
        for (int i = 0; i < served.answers().size(); i++) {
            Answer answer = served.answers().get(i);
            ObjectNode candidate = candidates.addObject();
            ArrayNode parts =
                    candidate.putObject("content").put("role", "model").putArray("parts");
            answer.parts().forEach(part -> {
                ObjectNode written = part(served, part, String.join("", part.tokens()));
                if (written != null) {
                    parts.add(written);
                }
            });
            candidate.put("finishReason", finish(answer)).put("index", i);
        }
        return tail(served, reply, served.usageFault() == UsageFault.MISSING, served.counts());
    }

    static Iterator<Piece> stream(Served served) {
        List<Iterator<Piece>> candidates = new ArrayList<>();
        for (int i = 0; i < served.answers().size(); i++) {
            candidates.add(candidate(served, served.answers().get(i), i));
        }
        if (served.usageFault() == UsageFault.DOUBLE) {
            candidates = new ArrayList<>(candidates);
            candidates.add(Pieces.one(
                    () -> chunk(served, 0, null, finish(served.answers().getFirst()), 0)));
        }
        return Pieces.chain(candidates);
    }

    private static Iterator<Piece> candidate(Served served, Answer answer, int index) {
        List<Iterator<Piece>> parts = new ArrayList<>();
        for (Answer.Part part : answer.parts()) {
            if (part instanceof Answer.Call) {
                parts.add(Pieces.each(part.tokens(), token -> new Piece(new byte[0], 1)));
                parts.add(Pieces.one(() ->
                        chunk(served, index, part(served, part, String.join("", part.tokens())), null, 1)));
            } else {
                parts.add(
                        Pieces.each(part.tokens(), token -> chunk(served, index, part(served, part, token), null, 1)));
            }
        }
        parts.add(Pieces.one(() -> chunk(served, index, JSON.objectNode().put("text", ""), finish(answer), 0)));
        return Pieces.chain(parts);
    }

    /** A part as it is written; absent where the provider shows nothing of it. */
    private static @Nullable ObjectNode part(Served served, Answer.Part part, String said) {
        return switch (part) {
            case Answer.Reasoning ignored ->
                served.ask().reasoningShown()
                        ? JSON.objectNode().put("text", said).put("thought", true)
                        : null;
            case Answer.Text ignored -> JSON.objectNode().put("text", said);
            case Answer.Call call -> call(call, said);
        };
    }

    /** A call cut short by the token limit is not shown: its arguments are an object, never a part of one. */
    private static @Nullable ObjectNode call(Answer.Call call, String arguments) {
        if (!call.whole()) {
            return null;
        }
        try {
            JsonNode parsed = Fields.JSON.readTree(arguments);
            ObjectNode part = JSON.objectNode();
            part.putObject("functionCall").put("name", call.name()).set("args", parsed);
            return part.put("thoughtSignature", Digest.of(call.name() + arguments));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("whole arguments must be JSON", impossible);
        }
    }

    private static Piece chunk(
            Served served, int index, @Nullable ObjectNode part, @Nullable String finish, int tokens) {
        if (part == null && finish == null) {
            return new Piece(new byte[0], tokens);
        }
        ObjectNode reply = JSON.objectNode();
        ObjectNode candidate = reply.putArray("candidates").addObject();
        if (part != null) {
            candidate
                    .putObject("content")
                    .put("role", "model")
                    .putArray("parts")
                    .add(part);
        }
        if (finish != null) {
            candidate.put("finishReason", finish);
        }
        candidate.put("index", index);
        boolean last = finish != null;
        tail(served, reply, !last || served.usageFault() == UsageFault.MISSING, served.counts());
        return Piece.of("data: " + reply + "\r\n\r\n", tokens);
    }

    private static ObjectNode tail(Served served, ObjectNode reply, boolean withoutUsage, Counts counts) {
        if (!withoutUsage) {
            UsageFault fault = served.usageFault();
            ObjectNode usage = reply.putObject("usageMetadata");
            usage.put("promptTokenCount", fault.reported(counts.prompt()));
            if (counts.cached() > 0) {
                usage.put("cachedContentTokenCount", counts.cached());
            }
            usage.put("candidatesTokenCount", fault.reported(counts.completion() - counts.reasoning()));
            if (counts.reasoning() > 0) {
                usage.put("thoughtsTokenCount", counts.reasoning());
            }
            usage.put("totalTokenCount", fault.reported((long) counts.prompt() + counts.completion()));
            usage.putArray("promptTokensDetails")
                    .addObject()
                    .put("modality", "TEXT")
                    .put("tokenCount", counts.prompt());
        }
        return reply.put("modelVersion", served.address().model()).put("responseId", served.callId());
    }

    private static String finish(Answer answer) {
        return switch (answer.end()) {
            case STOP, STOP_SEQUENCE, TOOL_CALLS -> "STOP";
            case LENGTH -> "MAX_TOKENS";
        };
    }
}
