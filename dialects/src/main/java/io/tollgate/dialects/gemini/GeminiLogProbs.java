package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.nio.charset.StandardCharsets;

/** Turns Gemini's log probabilities into OpenAI's form. */
final class GeminiLogProbs {

    private GeminiLogProbs() {}

    static ObjectNode read(JsonNode result) {
        ObjectNode logProbs = WireJson.object();
        ArrayNode content = logProbs.putArray("content");
        int at = 0;
        for (JsonNode chosen : result.path("chosenCandidates")) {
            ObjectNode entry = entry(chosen);
            ArrayNode top = entry.putArray("top_logprobs");
            for (JsonNode candidate : result.path("topCandidates").path(at).path("candidates")) {
                top.add(entry(candidate));
            }
            content.add(entry);
            at++;
        }
        return logProbs;
    }

    private static ObjectNode entry(JsonNode candidate) {
        String token = candidate.path("token").asText("");
        ObjectNode entry = WireJson.object().put("token", token);
        entry.set("logprob", candidate.path("logProbability"));
        ArrayNode bytes = entry.putArray("bytes");
        for (byte one : token.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(one & 0xFF);
        }
        return entry;
    }
}
