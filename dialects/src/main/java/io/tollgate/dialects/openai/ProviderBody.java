package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ToolChoice;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a caller's body for a host of the same dialect: a named list of top-level fields changes, everything else passes
 * through. Nodes are taken over, never changed.
 */
final class ProviderBody {

    /**
     * Ours, or replaced below. {@code service_tier} would change the provider's price behind ours, and what is wrong in a {@code prediction}
     * is billed as output that nobody sees or could bound.
     */
    private static final Set<String> NEVER_PASSED = Set.of(
            "provider",
            "model",
            "models",
            "route",
            "plugins",
            "usage",
            "transforms",
            "session_id",
            "trace",
            "debug",
            "preset",
            "stop_server_tools_when",
            "cache_control",
            "image_config",
            "prompt_cache_options",
            "include_reasoning",
            "reasoning",
            "reasoning_effort",
            "service_tier",
            "prediction",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "messages");

    /** Not OpenAI's own; hosts that go by OpenAI's fields alone refuse them. */
    private static final Set<String> NOT_OFFICIAL = Set.of("top_k", "min_p", "top_a", "repetition_penalty");
    /** Only OpenAI knows them; some hosts refuse them. */
    private static final Set<String> OFFICIAL_ONLY =
            Set.of("store", "metadata", "safety_identifier", "prompt_cache_key", "prompt_cache_retention");
    /** OpenAI's reasoning models refuse them. */
    private static final Set<String> NOT_WITH_REASONING = Set.of(
            "temperature", "top_p", "frequency_penalty", "presence_penalty", "logprobs", "top_logprobs", "logit_bias");
    /** Mean something only beside tools. */
    private static final Set<String> NEED_TOOLS = Set.of("tools", "tool_choice", "parallel_tool_calls");

    private ProviderBody() {}

    static ObjectNode of(ObjectNode chat, Target target) {
        HostTraits host = HostTraits.of(target);
        ObjectNode body = WireJson.object();
        body.put("model", target.providerModel());
        body.set("messages", ProviderMessages.of(chat.path("messages"), host));
        boolean hasTools = !chat.path("tools").isEmpty();
        chat.properties().forEach(field -> {
            String name = field.getKey();
            if (!field.getValue().isNull() && passes(name, host) && (hasTools || !NEED_TOOLS.contains(name))) {
                body.set(name.equals("seed") ? host.seedField() : name, field.getValue());
            }
        });
        if (!host.official()) {
            withoutAllowedTools(chat, body);
        }
        body.put("stream", target.stream());
        if (target.stream() && !host.statesUsage()) {
            body.putObject("stream_options").put("include_usage", true);
        }
        if (target.maxOutputTokens() != null) {
            body.put(host.official() ? "max_completion_tokens" : "max_tokens", target.maxOutputTokens());
        }
        reasoning(chat, host, body);
        return body;
    }

    private static boolean passes(String name, HostTraits host) {
        if (NEVER_PASSED.contains(name) || (host.reasoningModel() && NOT_WITH_REASONING.contains(name))) {
            return false;
        }
        if (OFFICIAL_ONLY.contains(name)) {
            return host.official();
        }
        return !host.strict() || !NOT_OFFICIAL.contains(name);
    }

    /** Only OpenAI knows a choice among some of the tools; others are offered no more than these. */
    private static void withoutAllowedTools(ObjectNode chat, ObjectNode body) {
        ToolChoice choice = ToolChoice.of(chat);
        if (choice == null || !body.path("tool_choice").has("allowed_tools")) {
            return;
        }
        body.put("tool_choice", choice.mode() == ToolChoice.Mode.REQUIRED ? "required" : "auto");
        ArrayNode tools = body.putArray("tools");
        for (JsonNode tool : chat.path("tools")) {
            if (choice.permits(tool.path("function").path("name").asText())) {
                tools.add(tool);
            }
        }
    }

    private static void reasoning(ObjectNode chat, HostTraits host, ObjectNode body) {
        String effort = effort(chat);
        if (effort == null) {
            return;
        }
        boolean off = effort.equals("none");
        switch (host.reasoning()) {
            case EFFORT -> body.put("reasoning_effort", host.official() ? effort : commonEffort(effort));
            case THINKING_OBJECT -> body.putObject("thinking").put("type", off ? "disabled" : "enabled");
            case THINKING_FLAG -> {
                body.put("enable_thinking", !off);
                JsonNode budget = chat.path("reasoning").path("max_tokens");
                if (!off && budget.isIntegralNumber()) {
                    body.set("thinking_budget", budget);
                }
            }
        }
    }

    /** The wanted effort in OpenAI's words; absent if the caller leaves it to the model. */
    private static @Nullable String effort(ObjectNode chat) {
        JsonNode reasoning = chat.path("reasoning");
        if (reasoning.path("enabled").isBoolean() && !reasoning.path("enabled").booleanValue()) {
            return "none";
        }
        String effort =
                reasoning.path("effort").asText(chat.path("reasoning_effort").asText(""));
        if (!effort.isEmpty() && !effort.equals("null")) {
            return effort;
        }
        if (reasoning.path("max_tokens").isIntegralNumber()) {
            return effortOf(reasoning.path("max_tokens").asLong());
        }
        return reasoning.path("enabled").asBoolean() ? "medium" : null;
    }

    private static String effortOf(long budget) {
        if (budget == 0) {
            return "none";
        }
        if (budget <= 2_048) {
            return "low";
        }
        return budget <= 8_192 ? "medium" : "high";
    }

    /** What hosts other than OpenAI know. */
    private static String commonEffort(String effort) {
        return switch (effort) {
            case "minimal" -> "low";
            case "xhigh", "max" -> "high";
            default -> effort;
        };
    }
}
