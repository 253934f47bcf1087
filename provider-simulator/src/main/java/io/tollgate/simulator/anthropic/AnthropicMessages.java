package io.tollgate.simulator.anthropic;

import static io.tollgate.simulator.wire.RefusalException.badRequest;

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

/** Anthropic messages. */
public final class AnthropicMessages implements Dialect {

    private static final List<String> NOT_ANSWERED = List.of("stream", "metadata", "service_tier");
    private static final int MOST_THINKING = 48;

    @Override
    public String name() {
        return "anthropic-messages";
    }

    @Override
    public void authenticate(Function<String, @Nullable String> header, Function<String, @Nullable String> query) {
        String key = header.apply("x-api-key");
        String bearer = header.apply("Authorization");
        if ((key == null || key.isBlank()) && (bearer == null || !bearer.startsWith("Bearer "))) {
            throw new RefusalException(401, "x-api-key header is required", null, null);
        }
        if (header.apply("anthropic-version") == null) {
            throw badRequest("anthropic-version: header is required");
        }
    }

    @Override
    public Ask read(ObjectNode body, Address address, boolean streamed) {
        if (address.model().isEmpty()) {
            throw badRequest("model: Field required");
        }
        AnthropicFields.check(body);
        List<Ask.Tool> tools = AnthropicFields.tools(body);
        int thinking = thinking(body);
        AnthropicConversation conversation = new AnthropicConversation(thinking > 0);
        conversation.tools(body.path("tools"));
        conversation.system(body.path("system"));
        conversation.messages(body.path("messages"));
        JsonNode schema = AnthropicFields.schema(body);
        JsonNode lastContent =
                body.path("messages").get(body.path("messages").size() - 1).path("content");
        boolean afterResults = false;
        for (JsonNode block : lastContent) {
            afterResults |= block.path("type").asText("").equals("tool_result");
        }
        return new Ask(
                conversation.segments(),
                conversation.images(),
                tools,
                AnthropicFields.choice(body, tools),
                !body.path("tool_choice").path("disable_parallel_tool_use").asBoolean(),
                afterResults,
                schema == null ? Ask.Shape.TEXT : Ask.Shape.SCHEMA,
                schema,
                body.path("max_tokens").asLong(),
                Fields.texts(body.path("stop_sequences")),
                1,
                thinking,
                true,
                body.path("stream").asBoolean(),
                true,
                false,
                Digest.of(body.deepCopy().without(NOT_ANSWERED).toString()));
    }

    private static int thinking(JsonNode body) {
        return switch (body.path("thinking").path("type").asText("")) {
            case "enabled" ->
                (int) Math.min(
                        MOST_THINKING,
                        body.path("thinking").path("budget_tokens").asLong());
            case "adaptive" -> MOST_THINKING / 2;
            default -> 0;
        };
    }

    @Override
    public PrefixCache.Hit cache(PrefixCache cache, Address address, Ask ask) {
        return cache.marked(address.provider() + "/" + address.model(), ask.prompt());
    }

    @Override
    public JsonNode whole(Served served) {
        return AnthropicReplies.whole(served);
    }

    @Override
    public String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public Iterator<Piece> stream(Served served) {
        return AnthropicReplies.stream(served);
    }

    @Override
    public JsonNode error(int status, String message, @Nullable String param, @Nullable String code) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("type", "error");
        body.putObject("error").put("type", type(status)).put("message", message);
        return body;
    }

    private static String type(int status) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 504 -> "timeout_error";
            case 529 -> "overloaded_error";
            default -> status >= 500 ? "api_error" : "invalid_request_error";
        };
    }

    @Override
    public Piece errorEvent(int status, String message) {
        return Piece.of("event: error\ndata: " + error(status, message, null, null) + "\n\n", 0);
    }

    @Override
    public Map<String, String> headers(String callId) {
        return Map.of("request-id", "req_" + callId);
    }
}
