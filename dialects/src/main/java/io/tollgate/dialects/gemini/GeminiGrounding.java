package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.reply.ReplyEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads where an answer has its facts from. Streams repeat the sources; each is told once. */
final class GeminiGrounding {

    private final int choice;
    private final Set<String> told = new HashSet<>();
    private final Set<String> queries = new HashSet<>();

    GeminiGrounding(int choice) {
        this.choice = choice;
    }

    List<ReplyEvent> read(JsonNode metadata) {
        metadata.path("webSearchQueries").forEach(query -> queries.add(query.asText()));
        List<ReplyEvent> events = new ArrayList<>();
        int index = 0;
        for (JsonNode chunk : metadata.path("groundingChunks")) {
            JsonNode web = chunk.path("web");
            String url = web.path("uri").asText("");
            if (!url.isEmpty() && told.add(url)) {
                events.add(new ReplyEvent.Part(choice, "annotations", citation(url, web, segment(metadata, index))));
            }
            index++;
        }
        return events;
    }

    /** Different searches so far. */
    int searches() {
        return queries.size();
    }

    /** The first part of the answer that rests on a source. */
    private static JsonNode segment(JsonNode metadata, int chunk) {
        for (JsonNode support : metadata.path("groundingSupports")) {
            for (JsonNode index : support.path("groundingChunkIndices")) {
                if (index.asInt(-1) == chunk) {
                    return support.path("segment");
                }
            }
        }
        return WireJson.object();
    }

    private static ObjectNode citation(String url, JsonNode web, JsonNode segment) {
        ObjectNode annotation = WireJson.object().put("type", "url_citation");
        annotation
                .putObject("url_citation")
                .put("url", url)
                .put("title", web.path("title").asText(""))
                .put("content", segment.path("text").asText(""))
                .put("start_index", segment.path("startIndex").asInt(0))
                .put("end_index", segment.path("endIndex").asInt(0));
        return annotation;
    }
}
