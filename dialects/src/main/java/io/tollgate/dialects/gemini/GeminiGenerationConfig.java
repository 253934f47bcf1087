package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.ChatFields;
import io.tollgate.dialects.chat.ReasoningWish;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.Target;
import java.util.List;
import java.util.Locale;

/** The {@code generationConfig} of a request, the answer's format apart. */
final class GeminiGenerationConfig {

    private GeminiGenerationConfig() {}

    static ObjectNode of(ObjectNode chat, Target target, GeminiModel model) {
        ObjectNode config = WireJson.object();
        Long maxTokens = target.maxOutputTokens();
        if (maxTokens != null) {
            config.put("maxOutputTokens", Math.max(1, maxTokens));
        }
        number(chat, "temperature", config, "temperature");
        number(chat, "top_p", config, "topP");
        if (chat.path("top_k").asLong() > 0) {
            number(chat, "top_k", config, "topK");
        }
        number(chat, "presence_penalty", config, "presencePenalty");
        number(chat, "frequency_penalty", config, "frequencyPenalty");
        if (chat.path("seed").isIntegralNumber()) {
            // OpenAI's seeds have 64 bits, Gemini's 32; the same seed must stay the same.
            config.put("seed", Long.hashCode(chat.path("seed").asLong()));
        }
        if (chat.path("n").asInt(1) > 1) {
            number(chat, "n", config, "candidateCount");
        }
        stops(chat, config);
        logProbs(chat, config);
        modalities(chat, config);
        ObjectNode thinking = GeminiThinking.config(model, ReasoningWish.of(chat), maxTokens);
        if (thinking != null) {
            config.set("thinkingConfig", thinking);
        }
        return config;
    }

    private static void number(ObjectNode chat, String name, ObjectNode config, String as) {
        if (chat.path(name).isNumber()) {
            config.set(as, chat.get(name));
        }
    }

    private static void stops(ObjectNode chat, ObjectNode config) {
        List<String> stops =
                ChatFields.stops(chat).stream().filter(stop -> !stop.isEmpty()).toList();
        if (!stops.isEmpty()) {
            ArrayNode written = config.putArray("stopSequences");
            stops.forEach(written::add);
        }
    }

    private static void logProbs(ObjectNode chat, ObjectNode config) {
        if (!chat.path("logprobs").asBoolean(false)) {
            return;
        }
        config.put("responseLogprobs", true);
        if (chat.path("top_logprobs").asInt() > 0) {
            number(chat, "top_logprobs", config, "logprobs");
        }
    }

    private static void modalities(ObjectNode chat, ObjectNode config) {
        JsonNode modalities = chat.path("modalities");
        boolean beyondText = false;
        for (JsonNode modality : modalities) {
            beyondText |= !modality.asText().equals("text");
        }
        if (!beyondText) {
            return;
        }
        ArrayNode written = config.putArray("responseModalities");
        modalities.forEach(modality -> written.add(modality.asText().toUpperCase(Locale.ROOT)));
        JsonNode image = chat.path("image_config");
        if (image.path("aspect_ratio").isTextual()) {
            config.withObjectProperty("imageConfig")
                    .put("aspectRatio", image.path("aspect_ratio").asText());
        }
        if (image.path("image_size").isTextual()) {
            config.withObjectProperty("imageConfig")
                    .put("imageSize", image.path("image_size").asText());
        }
        String voice = chat.path("audio").path("voice").asText("");
        if (!voice.isEmpty()) {
            config.putObject("speechConfig")
                    .putObject("voiceConfig")
                    .putObject("prebuiltVoiceConfig")
                    .put("voiceName", voice);
        }
    }
}
