package io.tollgate.e2e.money;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Chat requests of many kinds, drawn from a seed. */
final class MixedRequests {

    /** One model whose cheapest endpoints speak each dialect, and more of the kind most models speak. */
    private static final List<String> MODELS = List.of(
            "deepseek/deepseek-v4-flash",
            "openai/gpt-5-mini",
            "openai/gpt-oss-120b",
            "anthropic/claude-haiku-4.5",
            "anthropic/claude-sonnet-4.6",
            "google/gemini-2.5-flash",
            "google/gemini-2.5-flash-lite");

    private static final Map<String, ?> TOOL = Map.of(
            "type",
            "function",
            "function",
            Map.of(
                    "name",
                    "lookup",
                    "description",
                    "Looks something up.",
                    "parameters",
                    Map.of(
                            "type", "object",
                            "properties", Map.of("term", Map.of("type", "string")),
                            "required", List.of("term"))));

    private final Random random;

    MixedRequests(long seed) {
        this.random = new Random(seed);
    }

    /** The next request. */
    Map<String, ?> next() {
        Map<String, Object> body = new HashMap<>();
        body.put("model", MODELS.get(random.nextInt(MODELS.size())));
        body.put("stream", random.nextBoolean());
        body.put("max_tokens", 64 + random.nextInt(400));
        body.put("messages", messages());
        if (random.nextInt(4) == 0) {
            body.put("tools", List.of(TOOL));
        }
        if (random.nextInt(5) == 0) {
            body.put("temperature", 1);
        }
        return body;
    }

    private List<Map<String, String>> messages() {
        String question = "Question " + random.nextInt(1_000_000) + ": " + "tell me more ".repeat(random.nextInt(40));
        return random.nextBoolean()
                ? List.of(message("user", question))
                : List.of(
                        message("system", "Be brief."),
                        message("user", "Hello."),
                        message("assistant", "Hello, what do you want to know?"),
                        message("user", question));
    }

    private static Map<String, String> message(String role, String content) {
        return Map.of("role", role, "content", content);
    }
}
