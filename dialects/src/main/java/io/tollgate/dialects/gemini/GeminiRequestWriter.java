package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.AnswerFormat;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.Target;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the body of a generateContent request. The answer's format goes as {@code responseMimeType} and
 * {@code responseJsonSchema}; models before the third generation refuse these next to tools and get the format in words.
 *
 * <p>{@code serviceTier} is not sent: tiers with prices of their own are endpoints of their own, and it would change the provider's price
 * behind the endpoint's.
 */
final class GeminiRequestWriter {

    private GeminiRequestWriter() {}

    /** @throws io.tollgate.dialects.provider.ProviderFailureException if a message has content that the dialect cannot express */
    static ObjectNode write(ObjectNode chat, Target target) {
        GeminiModel model = GeminiModel.of(target.providerModel());
        GeminiContents contents = new GeminiContents(chat.path("messages"), model);
        ObjectNode request = WireJson.object();
        GeminiTools.write(chat, request);
        ObjectNode config = GeminiGenerationConfig.of(chat, target, model);
        List<ObjectNode> system = new ArrayList<>(contents.system());
        addAnswerFormat(AnswerFormat.of(chat), model.jsonWithTools() || !request.has("tools"), config, system);
        if (!system.isEmpty()) {
            ArrayNode parts = request.putObject("systemInstruction").putArray("parts");
            system.forEach(parts::add);
        }
        request.set("contents", contents.contents());
        if (!config.isEmpty()) {
            request.set("generationConfig", config);
        }
        addPassedThrough(chat, request);
        return request;
    }

    private static void addAnswerFormat(
            AnswerFormat format, boolean expressible, ObjectNode config, List<ObjectNode> system) {
        if (!format.json()) {
            return;
        }
        if (!expressible) {
            system.add(GeminiParts.text(format.instruction()));
            return;
        }
        config.put("responseMimeType", "application/json");
        JsonNode schema = GeminiTools.schema(format.schema() == null ? WireJson.object() : format.schema());
        if (schema != null) {
            config.set("responseJsonSchema", schema);
        }
    }

    private static void addPassedThrough(ObjectNode chat, ObjectNode request) {
        JsonNode safety = chat.has("safety_settings") ? chat.path("safety_settings") : chat.path("safetySettings");
        if (safety.isArray()) {
            request.set("safetySettings", safety);
        }
        JsonNode cached = chat.has("cached_content") ? chat.path("cached_content") : chat.path("cachedContent");
        if (cached.isTextual()) {
            request.set("cachedContent", cached);
        }
    }
}
