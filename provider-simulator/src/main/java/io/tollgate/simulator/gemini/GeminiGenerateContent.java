package io.tollgate.simulator.gemini;

import static io.tollgate.simulator.gemini.GeminiFields.get;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.answer.Digest;
import io.tollgate.simulator.answer.PrefixCache;
import io.tollgate.simulator.wire.Address;
import io.tollgate.simulator.wire.Dialect;
import io.tollgate.simulator.wire.Fields;
import io.tollgate.simulator.wire.Piece;
import io.tollgate.simulator.wire.RefusalException;
import io.tollgate.simulator.wire.Served;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gemini generateContent, streamed as server-sent events. */
public final class GeminiGenerateContent implements Dialect {

    private static final List<String> NOT_ANSWERED = List.of("labels", "serviceTier");

    @Override
    public String name() {
        return "gemini-generate-content";
    }

    @Override
    public void authenticate(Function<String, @Nullable String> header, Function<String, @Nullable String> query) {
        String bearer = header.apply("Authorization");
        if (header.apply("x-goog-api-key") == null
                && query.apply("key") == null
                && (bearer == null || !bearer.startsWith("Bearer "))) {
            throw new RefusalException(
                    403,
                    "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or"
                            + " other form of API consumer identity to call this API.",
                    null,
                    "PERMISSION_DENIED");
        }
    }

    @Override
    public Ask read(ObjectNode body, Address address, boolean streamed) {
        GeminiFields.check(body);
        List<Ask.Tool> tools = GeminiFields.tools(body);
        GeminiContents contents = new GeminiContents();
        contents.tools(body.path("tools"));
        contents.system(get(body, "systemInstruction"));
        contents.contents(body.path("contents"));
        JsonNode config = get(body, "generationConfig");
        JsonNode schema = GeminiFields.schema(config);
        JsonNode thinking = get(config, "thinkingConfig");
        boolean json = get(config, "responseMimeType").asText("").equals("application/json");
        return new Ask(
                contents.segments(),
                contents.images(),
                tools,
                GeminiFields.choice(body, tools),
                true,
                contents.afterResponses(),
                schema != null ? Ask.Shape.SCHEMA : json ? Ask.Shape.JSON : Ask.Shape.TEXT,
                schema,
                get(config, "maxOutputTokens").asLong(Long.MAX_VALUE),
                Fields.texts(get(config, "stopSequences")),
                get(config, "candidateCount").asInt(1),
                thinkingTokens(thinking),
                get(thinking, "includeThoughts").asBoolean(),
                streamed,
                true,
                false,
                Digest.of(body.deepCopy().without(NOT_ANSWERED).toString()));
    }

    private static int thinkingTokens(JsonNode thinking) {
        JsonNode budget = get(thinking, "thinkingBudget");
        if (budget.isNumber()) {
            return budget.asInt() < 0 ? 32 : Math.min(48, budget.asInt());
        }
        String level = get(thinking, "thinkingLevel").asText("");
        if (!level.isEmpty()) {
            return level.equalsIgnoreCase("low") || level.equalsIgnoreCase("minimal") ? 16 : 48;
        }
        return get(thinking, "includeThoughts").asBoolean() ? 32 : 0;
    }

    @Override
    public PrefixCache.Hit cache(PrefixCache cache, Address address, Ask ask) {
        return cache.automatic(address.provider() + "/" + address.model(), ask.prompt(), 1);
    }

    @Override
    public JsonNode whole(Served served) {
        return GeminiReplies.whole(served);
    }

    @Override
    public String streamType() {
        return "text/event-stream";
    }

    @Override
    public Iterator<Piece> stream(Served served) {
        return GeminiReplies.stream(served);
    }

    @Override
    public JsonNode error(int status, String message, @Nullable String param, @Nullable String code) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("code", status)
                .put("message", message)
                .put("status", code != null ? code : status(status));
        return body;
    }

    private static String status(int status) {
        return switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 401 -> "UNAUTHENTICATED";
            case 403 -> "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 429 -> "RESOURCE_EXHAUSTED";
            case 503, 529 -> "UNAVAILABLE";
            case 504 -> "DEADLINE_EXCEEDED";
            default -> "INTERNAL";
        };
    }

    @Override
    public Piece errorEvent(int status, String message) {
        return Piece.of("data: " + error(status, message, null, null) + "\r\n\r\n", 0);
    }

    @Override
    public Map<String, String> headers(String callId) {
        return Map.of("x-goog-request-id", callId);
    }
}
