package io.tollgate.simulator.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.answer.Answer;
import io.tollgate.simulator.answer.Counts;
import io.tollgate.simulator.wire.Piece;
import io.tollgate.simulator.wire.Pieces;
import io.tollgate.simulator.wire.Served;
import io.tollgate.simulator.wire.UsageFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes chat completions and their chunks. */
final class OpenAiReplies {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OpenAiReplies() {}

    static ObjectNode whole(Served served) {
        ObjectNode reply = head(served, "chat.completion");
        ArrayNode choices = reply.putArray("choices");
        for (int i = 0; i < served.answers().size(); i++) {
            choices.add(choice(served, served.answers().get(i), i));
        }
        if (served.usageFault() != UsageFault.MISSING) {
            reply.set("usage", usage(served));
        }
        return reply;
    }

    private static ObjectNode choice(Served served, Answer answer, int index) {
        ObjectNode choice = JSON.objectNode().put("index", index);
        ObjectNode message = choice.putObject("message").put("role", "assistant");
        List<Answer.Call> calls = answer.calls();
        String text = answer.textOf(Answer.Text.class);
        message.put("content", calls.isEmpty() ? text : null);
        message.put("refusal", (String) null);
        String reasoning = answer.textOf(Answer.Reasoning.class);
        if (!reasoning.isEmpty() && served.ask().reasoningShown()) {
            message.put("reasoning_content", reasoning);
        }
        if (!calls.isEmpty()) {
            ArrayNode written = message.putArray("tool_calls");
            calls.forEach(call -> written.add(call(call, String.join("", call.tokens()))));
        }
        choice.set("logprobs", null);
        if (served.ask().logprobs()) {
            ArrayNode content =
                    choice.putObject("logprobs").put("refusal", (String) null).putArray("content");
            answer.parts().stream()
                    .filter(Answer.Text.class::isInstance)
                    .forEach(part -> part.tokens().forEach(token -> content.add(logprob(token))));
        }
        return choice.put("finish_reason", finish(answer));
    }

    static Iterator<Piece> stream(Served served) {
        List<Iterator<Piece>> choices = new ArrayList<>();
        for (int i = 0; i < served.answers().size(); i++) {
            choices.add(choiceStream(served, served.answers().get(i), i));
        }
        List<Iterator<Piece>> all = new ArrayList<>();
        all.add(Pieces.inTurn(choices));
        if (served.ask().usageInStream() && served.usageFault() != UsageFault.MISSING) {
            int times = served.usageFault() == UsageFault.DOUBLE ? 2 : 1;
            for (int i = 0; i < times; i++) {
                all.add(Pieces.one(() -> usageChunk(served)));
            }
        }
        all.add(Pieces.one(() -> Piece.of("data: [DONE]\n\n", 0)));
        return Pieces.chain(all);
    }

    private static Iterator<Piece> choiceStream(Served served, Answer answer, int index) {
        List<Iterator<Piece>> parts = new ArrayList<>();
        ObjectNode first =
                JSON.objectNode().put("role", "assistant").put("content", "").put("refusal", (String) null);
        parts.add(Pieces.one(() -> delta(served, index, first, null, 0)));
        int number = 0;
        for (Answer.Part part : answer.parts()) {
            switch (part) {
                case Answer.Reasoning reasoning -> parts.add(reasoning(served, index, reasoning));
                case Answer.Text text -> parts.add(Pieces.each(text.tokens(), token -> text(served, index, token)));
                case Answer.Call call -> parts.add(call(served, index, number++, call));
            }
        }
        parts.add(Pieces.one(() -> delta(served, index, JSON.objectNode(), finish(answer), 0)));
        return Pieces.chain(parts);
    }

    /** Reasoning that is not shown still takes its time; nothing is written for it but its tokens are made. */
    private static Iterator<Piece> reasoning(Served served, int index, Answer.Reasoning reasoning) {
        if (!served.ask().reasoningShown()) {
            return Pieces.each(reasoning.tokens(), token -> new Piece(new byte[0], 1));
        }
        return Pieces.each(
                reasoning.tokens(),
                token -> delta(served, index, JSON.objectNode().put("reasoning_content", token), null, 1));
    }

    private static Piece text(Served served, int index, String token) {
        ObjectNode delta = JSON.objectNode().put("content", token);
        if (!served.ask().logprobs()) {
            return delta(served, index, delta, null, 1);
        }
        ObjectNode chunk = chunk(served, index, delta, null);
        ((ObjectNode) chunk.path("choices").get(0))
                .putObject("logprobs")
                .put("refusal", (String) null)
                .putArray("content")
                .add(logprob(token));
        return Piece.of("data: " + chunk + "\n\n", 1);
    }

    private static Iterator<Piece> call(Served served, int index, int number, Answer.Call call) {
        ObjectNode opening = JSON.objectNode();
        opening.putArray("tool_calls").add(call(call, "").put("index", number));
        return Pieces.chain(List.of(
                Pieces.one(() -> delta(served, index, opening, null, 1)), Pieces.each(call.tokens(), token -> {
                    ObjectNode delta = JSON.objectNode();
                    ObjectNode more = delta.putArray("tool_calls").addObject().put("index", number);
                    more.putObject("function").put("arguments", token);
                    return delta(served, index, delta, null, 1);
                })));
    }

    private static ObjectNode call(Answer.Call call, String arguments) {
        ObjectNode written = JSON.objectNode().put("id", call.id("call_")).put("type", "function");
        written.putObject("function").put("name", call.name()).put("arguments", arguments);
        return written;
    }

    private static Piece delta(Served served, int index, ObjectNode delta, @Nullable String finish, int tokens) {
        return Piece.of("data: " + chunk(served, index, delta, finish) + "\n\n", tokens);
    }

    private static ObjectNode chunk(Served served, int index, ObjectNode delta, @Nullable String finish) {
        ObjectNode chunk = head(served, "chat.completion.chunk");
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", index);
        choice.set("delta", delta);
        choice.set("logprobs", null);
        choice.put("finish_reason", finish);
        if (served.ask().usageInStream()) {
            chunk.set("usage", null);
        }
        return chunk;
    }

    private static Piece usageChunk(Served served) {
        ObjectNode chunk = head(served, "chat.completion.chunk");
        chunk.putArray("choices");
        chunk.set("usage", usage(served));
        return Piece.of("data: " + chunk + "\n\n", 0);
    }

    private static ObjectNode head(Served served, String object) {
        return JSON.objectNode()
                .put("id", "chatcmpl-" + served.callId())
                .put("object", object)
                .put("created", served.createdEpochSeconds())
                .put("model", served.address().model())
                .put("service_tier", "default")
                .put("system_fingerprint", "fp_simulated");
    }

    private static ObjectNode usage(Served served) {
        Counts counts = served.counts();
        UsageFault fault = served.usageFault();
        ObjectNode usage = JSON.objectNode()
                .put("prompt_tokens", fault.reported(counts.prompt()))
                .put("completion_tokens", fault.reported(counts.completion()))
                .put("total_tokens", fault.reported((long) counts.prompt() + counts.completion()));
        usage.putObject("prompt_tokens_details")
                .put("cached_tokens", counts.cached())
                .put("audio_tokens", 0);
        usage.putObject("completion_tokens_details")
                .put("reasoning_tokens", counts.reasoning())
                .put("audio_tokens", 0)
                .put("accepted_prediction_tokens", 0)
                .put("rejected_prediction_tokens", 0);
        if (served.address().provider().equals("deepseek")) {
            usage.put("prompt_cache_hit_tokens", counts.cached());
            usage.put("prompt_cache_miss_tokens", counts.prompt() - counts.cached());
        }
        return usage;
    }

    private static ObjectNode logprob(String token) {
        ObjectNode logprob = JSON.objectNode().put("token", token).put("logprob", -0.25);
        ArrayNode bytes = logprob.putArray("bytes");
        for (byte one : token.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(one & 0xff);
        }
        logprob.putArray("top_logprobs");
        return logprob;
    }

    private static String finish(Answer answer) {
        return switch (answer.end()) {
            case STOP, STOP_SEQUENCE -> "stop";
            case LENGTH -> "length";
            case TOOL_CALLS -> "tool_calls";
        };
    }
}
