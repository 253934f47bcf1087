package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ChatFields;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.ReplyEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the pieces of one candidate. */
final class GeminiCandidate {

    private static final Set<String> FILTERED = Set.of(
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");
    /** The model made something that is no answer; another try may. */
    private static final Set<String> BROKEN = Set.of(
            "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "MALFORMED_RESPONSE", "MISSING_THOUGHT_SIGNATURE");

    private final int choice;
    private final String callPrefix;
    private final GeminiGrounding grounding;
    private int calls;
    private int details;
    private boolean thinking;
    private long images;
    private boolean finished;

    /** @param callPrefix begins the ids of calls to which the provider gives none; unique to the attempt */
    GeminiCandidate(int choice, String callPrefix) {
        this.choice = choice;
        this.callPrefix = callPrefix;
        this.grounding = new GeminiGrounding(choice);
    }

    /** @throws io.tollgate.dialects.provider.ProviderFailureException if the model failed to make an answer */
    List<ReplyEvent> read(JsonNode candidate) {
        List<ReplyEvent> events = new ArrayList<>();
        for (JsonNode part : candidate.path("content").path("parts")) {
            readPart(part, events);
        }
        JsonNode logProbs = candidate.path("logprobsResult");
        if (logProbs.isObject()) {
            events.add(new ReplyEvent.LogProbs(choice, GeminiLogProbs.read(logProbs)));
        }
        events.addAll(grounding.read(candidate.path("groundingMetadata")));
        String reason = candidate.path("finishReason").asText("");
        if (!reason.isEmpty() && !reason.equals("FINISH_REASON_UNSPECIFIED") && !finished) {
            events.add(new ReplyEvent.Finished(choice, reason(reason), reason));
            finished = true;
        }
        return events;
    }

    boolean isFinished() {
        return finished;
    }

    /** Images made so far. */
    long images() {
        return images;
    }

    /** Searches made so far. */
    int searches() {
        return grounding.searches();
    }

    private void readPart(JsonNode part, List<ReplyEvent> events) {
        if (part.has("functionCall")) {
            readCall(part, events);
            return;
        }
        boolean thought = part.path("thought").asBoolean(false);
        String text = part.path("text").asText("");
        if (thought && !text.isEmpty()) {
            events.add(new ReplyEvent.Reasoning(choice, text, ThoughtSignatures.textDetail(text, thoughtIndex())));
        } else if (!text.isEmpty()) {
            events.add(new ReplyEvent.Text(choice, text));
        } else if (!thought) {
            readOther(part, events);
        }
        addSignature(part, null, events);
    }

    /** Pieces of one thought share their index; what interrupts it ends the thought. */
    private int thoughtIndex() {
        if (!thinking) {
            thinking = true;
            details++;
        }
        return details - 1;
    }

    private void addSignature(JsonNode part, @Nullable String call, List<ReplyEvent> events) {
        String signature = ChatFields.textOrNull(part.path("thoughtSignature"));
        if (signature != null) {
            thinking = false;
            ObjectNode detail = ThoughtSignatures.signatureDetail(signature, call, details++);
            events.add(new ReplyEvent.Reasoning(choice, null, detail));
        }
    }

    private void readCall(JsonNode part, List<ReplyEvent> events) {
        JsonNode call = part.path("functionCall");
        String given = ChatFields.textOrNull(call.path("id"));
        String id = given == null ? callPrefix + choice + "_" + calls : given;
        addSignature(part, id, events);
        JsonNode args = call.path("args");
        String arguments = args.isObject() ? args.toString() : "{}";
        events.add(
                new ReplyEvent.ToolCall(choice, calls++, id, call.path("name").asText(""), arguments));
    }

    private void readOther(JsonNode part, List<ReplyEvent> events) {
        if (part.has("inlineData")) {
            JsonNode data = part.path("inlineData");
            readMedia(data.path("mimeType").asText(""), data.path("data").asText(""), events);
        } else if (part.has("fileData")) {
            JsonNode file = part.path("fileData");
            if (file.path("mimeType").asText("").startsWith("image/")) {
                addImage(file.path("fileUri").asText(""), events);
            }
        } else if (part.has("executableCode")) {
            JsonNode code = part.path("executableCode");
            String language = code.path("language").asText("").equals("PYTHON") ? "python" : "";
            events.add(fenced(language, code.path("code").asText("")));
        } else if (part.has("codeExecutionResult")) {
            events.add(
                    fenced("", part.path("codeExecutionResult").path("output").asText("")));
        }
    }

    private void readMedia(String type, String base64, List<ReplyEvent> events) {
        if (type.startsWith("image/")) {
            addImage("data:" + type + ";base64," + base64, events);
        } else if (type.startsWith("audio/")) {
            ObjectNode audio = WireJson.object().put("data", base64);
            audio.put("format", type.startsWith("audio/L16") ? "pcm16" : type.substring("audio/".length()));
            events.add(new ReplyEvent.Part(choice, "audio", audio));
        }
    }

    private void addImage(String url, List<ReplyEvent> events) {
        images++;
        ObjectNode image = WireJson.object().put("type", "image_url");
        image.putObject("image_url").put("url", url);
        events.add(new ReplyEvent.Part(choice, "images", image));
    }

    private ReplyEvent fenced(String language, String content) {
        String end = content.endsWith("\n") ? "```\n" : "\n```\n";
        return new ReplyEvent.Text(choice, "\n```" + language + "\n" + content + end);
    }

    private String reason(String nativeReason) {
        if (BROKEN.contains(nativeReason)) {
            throw GeminiFailures.broken(nativeReason);
        }
        if (FILTERED.contains(nativeReason)) {
            return "content_filter";
        }
        if (nativeReason.equals("MAX_TOKENS") || nativeReason.equals("CONTINUATION")) {
            return "length";
        }
        return calls > 0 ? "tool_calls" : "stop";
    }
}
