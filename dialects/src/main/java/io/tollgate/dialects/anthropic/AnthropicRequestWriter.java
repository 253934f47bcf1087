package io.tollgate.dialects.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.AnswerFormat;
import io.tollgate.dialects.chat.ChatFields;
import io.tollgate.dialects.chat.ReasoningWish;
import io.tollgate.dialects.chat.ToolChoice;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.Target;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the body of a Messages request. A {@code json_schema} answer format becomes {@code output_config.format} where model and
 * schema allow it; otherwise, and for {@code json_object}, which the API does not have, the format is put into words in the system
 * prompt. Forcing a tool whose arguments are the answer was not chosen: the newest models refuse forced tools.
 *
 * <p>{@code service_tier} is not sent: tiers with prices of their own are endpoints of their own, and it would change the provider's price
 * behind the endpoint's.
 */
final class AnthropicRequestWriter {

    /** Longest {@code metadata.user_id} the API takes, in characters. */
    private static final int MAX_USER_ID = 256;

    private final ObjectNode chat;
    private final Target target;
    private final ClaudeModel model;
    private final AnthropicMessages messages;
    private final ArrayNode instructions = WireJson.mapper().createArrayNode();

    private AnthropicRequestWriter(ObjectNode chat, Target target) {
        this.chat = chat;
        this.target = target;
        this.model = ClaudeModel.of(target.providerModel());
        this.messages = new AnthropicMessages(chat.path("messages"));
    }

    /** @throws io.tollgate.dialects.provider.ProviderFailureException if a message has content that the dialect cannot express */
    static ObjectNode write(ObjectNode chat, Target target) {
        return new AnthropicRequestWriter(chat, target).request();
    }

    private ObjectNode request() {
        ObjectNode request = WireJson.object().put("model", target.providerModel());
        long maxTokens = maxTokens();
        request.put("max_tokens", maxTokens);
        ToolChoice choice = ToolChoice.of(chat);
        ThinkingPlan plan = ThinkingPlan.decide(
                model,
                ReasoningWish.of(chat),
                ChatFields.textOrNull(chat.path("verbosity")),
                maxTokens,
                choice,
                messages.signedHistory());
        addInstruction(AnthropicTools.write(chat, request, model, choice, messages.calledTools()));
        addThinking(request, plan);
        addAnswerFormat(request);
        addSystem(request);
        request.set("messages", messages.turns());
        addSampling(request, plan);
        addStops(request);
        addCaller(request);
        if (chat.path("cache_control").isObject()) {
            request.set("cache_control", AnthropicContent.cacheMark(chat.path("cache_control")));
        }
        if (target.stream()) {
            request.put("stream", true);
        }
        return request;
    }

    private long maxTokens() {
        Long stated = target.maxOutputTokens();
        return stated == null ? model.defaultMaxTokens() : Math.max(1, stated);
    }

    private static void addThinking(ObjectNode request, ThinkingPlan plan) {
        if (plan.thinking() != null) {
            request.set("thinking", plan.thinking());
        }
        if (plan.effort() != null) {
            request.withObjectProperty("output_config").put("effort", plan.effort());
        }
    }

    private void addAnswerFormat(ObjectNode request) {
        AnswerFormat format = AnswerFormat.of(chat);
        if (!format.json()) {
            return;
        }
        ObjectNode schema = format.schema();
        if (schema != null && model.structuredOutput() && AnthropicSchema.expressible(schema)) {
            ObjectNode written = request.withObjectProperty("output_config").putObject("format");
            written.put("type", "json_schema").set("schema", AnthropicSchema.fit(schema));
        } else {
            addInstruction(format.instruction());
        }
    }

    private void addInstruction(@Nullable String instruction) {
        if (instruction != null) {
            instructions.add(AnthropicContent.text(instruction));
        }
    }

    private void addSystem(ObjectNode request) {
        ArrayNode system = messages.system();
        system.addAll(instructions);
        if (!system.isEmpty()) {
            request.set("system", system);
        }
    }

    private void addSampling(ObjectNode request, ThinkingPlan plan) {
        if (!model.sampling() || plan.thinks()) {
            // Newer models, and thinking ones, refuse any value but their default.
            return;
        }
        JsonNode temperature = chat.path("temperature");
        if (temperature.isNumber()) {
            // OpenAI's range ends at 2, Anthropic's at 1.
            BigDecimal value = temperature.decimalValue().min(BigDecimal.ONE);
            request.put("temperature", value);
        } else if (chat.path("top_p").isNumber()) {
            // Both at once are refused.
            request.set("top_p", chat.get("top_p"));
        }
        if (chat.path("top_k").isIntegralNumber() && chat.path("top_k").asLong() > 0) {
            request.set("top_k", chat.get("top_k"));
        }
    }

    private void addStops(ObjectNode request) {
        // The API refuses stop sequences of white space alone.
        List<String> stops =
                ChatFields.stops(chat).stream().filter(stop -> !stop.isBlank()).toList();
        if (!stops.isEmpty()) {
            ArrayNode written = request.putArray("stop_sequences");
            stops.forEach(written::add);
        }
    }

    private void addCaller(ObjectNode request) {
        String user = ChatFields.userId(chat);
        if (user != null) {
            request.putObject("metadata")
                    .put("user_id", user.length() > MAX_USER_ID ? user.substring(0, MAX_USER_ID) : user);
        }
    }
}
