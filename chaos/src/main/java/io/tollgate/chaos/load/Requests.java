package io.tollgate.chaos.load;

import io.tollgate.chaos.load.Wish.Manner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Calls drawn from a seed: the same seed gives the same calls. Not thread-safe. */
public final class Requests {

    /** Models whose cheapest endpoints speak one dialect each, and more of the dialect that most models speak. */
    private static final List<String> MODELS = List.of(
            "deepseek/deepseek-v4-flash",
            "openai/gpt-5-mini",
            "openai/gpt-oss-120b",
            "anthropic/claude-haiku-4.5",
            "google/gemini-2.5-flash-lite");

    private static final int PERCENT = 100;
    private static final int LATEST_EVENT = 12;

    private final Random random;
    private final LoadPlan plan;

    public Requests(long seed, LoadPlan plan) {
        this.random = new Random(seed);
        this.plan = plan;
    }

    /** The next call. */
    Wish next() {
        boolean streamed = random.nextInt(PERCENT) < plan.streamedPercent();
        Map<String, ?> body = body(MODELS.get(random.nextInt(MODELS.size())), streamed, random.nextInt(1_000_000));
        int draw = random.nextInt(PERCENT);
        int afterEvents = 1 + random.nextInt(LATEST_EVENT);
        if (!streamed || draw >= plan.leavingPercent() + plan.resumingPercent()) {
            return streamed && plan.resumesBroken()
                    ? new Wish(body, Manner.RESUME, Integer.MAX_VALUE)
                    : Wish.toRead(body);
        }
        return new Wish(body, draw < plan.leavingPercent() ? Manner.LEAVE : Manner.RESUME, afterEvents);
    }

    /** A request whose answer fits its limit. */
    public static Map<String, Object> body(String model, boolean streamed, long question) {
        Map<String, Object> body = new HashMap<>();
        body.put("model", model);
        body.put("stream", streamed);
        body.put("max_tokens", 2 * KnownAnswer.WORDS);
        body.put("messages", List.of(Map.of("role", "user", "content", "Question " + question + ": what comes next?")));
        return body;
    }
}
