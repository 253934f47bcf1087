package io.tollgate.simulator.openai;

import static io.tollgate.simulator.openai.OpenAiErrors.invalid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.simulator.answer.Ask;
import io.tollgate.simulator.answer.Digest;
import io.tollgate.simulator.answer.PrefixCache;
import io.tollgate.simulator.answer.Tokens;
import io.tollgate.simulator.wire.Address;
import io.tollgate.simulator.wire.Dialect;
import io.tollgate.simulator.wire.Fields;
import io.tollgate.simulator.wire.Piece;
import io.tollgate.simulator.wire.RefusalException;
import io.tollgate.simulator.wire.Served;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** OpenAI chat completions. */
public final class OpenAiChat implements Dialect {

    private static final int CACHE_STEP = 128;
    private static final List<String> NOT_ANSWERED =
            List.of("stream", "stream_options", "user", "metadata", "safety_identifier", "prompt_cache_key", "store");

    private final OpenAiFields fields;

    /** @param strictProviders providers that refuse unknown top-level fields */
    public OpenAiChat(Set<String> strictProviders) {
        this.fields = new OpenAiFields(strictProviders);
    }

    @Override
    public String name() {
        return "openai-chat";
    }

    @Override
    public void authenticate(Function<String, @Nullable String> header, Function<String, @Nullable String> query) {
        String authorization = header.apply("Authorization");
        if (authorization == null || !authorization.startsWith("Bearer ") || authorization.length() < 8) {
            throw new RefusalException(
                    401,
                    "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer"
                            + " auth (i.e. Authorization: Bearer YOUR_KEY).",
                    null,
                    null);
        }
    }

    @Override
    public Ask read(ObjectNode body, Address address, boolean streamed) {
        if (address.model().isEmpty()) {
            throw invalid("you must provide a model parameter", "model", null);
        }
        fields.check(body, address);
        OpenAiMessages messages = OpenAiMessages.read(body.path("messages"));
        List<Ask.Tool> tools = OpenAiTools.tools(body);
        List<Ask.Segment> prompt = new ArrayList<>();
        if (!tools.isEmpty()) {
            String offered = body.path("tools").toString();
            prompt.add(new Ask.Segment(Digest.of(offered), Tokens.of(offered), false));
        }
        prompt.addAll(messages.segments());
        JsonNode format = body.path("response_format");
        JsonNode schema = format.path("json_schema").path("schema");
        JsonNode limit = Fields.has(body, "max_completion_tokens")
                ? body.path("max_completion_tokens")
                : body.path("max_tokens");
        JsonNode last = body.path("messages").get(body.path("messages").size() - 1);
        return new Ask(
                prompt,
                messages.images(),
                tools,
                OpenAiTools.choice(body, tools),
                body.path("parallel_tool_calls").asBoolean(true),
                last.path("role").asText("").equals("tool"),
                shape(format),
                schema.isObject() ? schema : null,
                limit.asLong(Long.MAX_VALUE),
                Fields.texts(body.path("stop")),
                body.path("n").asInt(1),
                reasoning(body, address),
                !address.provider().equals("openai") && !address.provider().equals("azure"),
                body.path("stream").asBoolean(),
                body.path("stream_options").path("include_usage").asBoolean(),
                body.path("logprobs").asBoolean(),
                Digest.of(body.deepCopy().without(NOT_ANSWERED).toString()));
    }

    private static Ask.Shape shape(JsonNode format) {
        return switch (format.path("type").asText("")) {
            case "json_schema" -> Ask.Shape.SCHEMA;
            case "json_object" -> Ask.Shape.JSON;
            default -> Ask.Shape.TEXT;
        };
    }

    /** OpenAI's effort, and the ways in which compatible hosts let reasoning be switched on. */
    private static int reasoning(JsonNode body, Address address) {
        String effort = Fields.text(body, "reasoning_effort");
        if (effort == null) {
            effort = Fields.text(body.path("reasoning"), "effort");
        }
        if (effort != null) {
            return switch (effort) {
                case "none" -> 0;
                case "minimal", "low" -> 16;
                case "medium" -> 32;
                default -> 64;
            };
        }
        boolean asked = body.path("thinking").path("type").asText("").equals("enabled")
                || body.path("enable_thinking").asBoolean()
                || body.path("chat_template_kwargs").path("enable_thinking").asBoolean()
                || body.path("include_reasoning").asBoolean()
                || body.path("reasoning").path("enabled").asBoolean()
                || body.path("reasoning").path("max_tokens").asInt() > 0;
        boolean always = address.provider().equals("openai") && OpenAiFields.reasons(address.model());
        return asked || always ? 32 : 0;
    }

    @Override
    public PrefixCache.Hit cache(PrefixCache cache, Address address, Ask ask) {
        return cache.automatic(address.provider() + "/" + address.model(), ask.prompt(), CACHE_STEP);
    }

    @Override
    public JsonNode whole(Served served) {
        return OpenAiReplies.whole(served);
    }

    @Override
    public String streamType() {
        return "text/event-stream; charset=utf-8";
    }

    @Override
    public Iterator<Piece> stream(Served served) {
        return OpenAiReplies.stream(served);
    }

    @Override
    public JsonNode error(int status, String message, @Nullable String param, @Nullable String code) {
        return OpenAiErrors.body(status, message, param, code);
    }

    @Override
    public Piece errorEvent(int status, String message) {
        return Piece.of("data: " + OpenAiErrors.body(status, message, null, null) + "\n\n", 0);
    }

    @Override
    public Map<String, String> headers(String callId) {
        return Map.of("x-request-id", "req_" + callId, "openai-processing-ms", "1");
    }
}
