package io.tollgate.ingress.stack;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.dialects.json.WireJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What stands in a body of server-sent events. */
public final class Sse {

    private Sse() {}

    /** An event as it was sent, with the empty line that ends it. */
    public record Event(String id, String data, String raw) {}

    /** The events of a body, without comments. */
    public static List<Event> events(String body) {
        List<Event> events = new ArrayList<>();
        for (String block : body.split("(?<=\n\n)", -1)) {
            if (block.startsWith(":") || block.isEmpty()) {
                continue;
            }
            events.add(new Event(field(block, "id: "), field(block, "data: "), block));
        }
        return events;
    }

    /** The body without comments. */
    public static String bytes(String body) {
        StringBuilder all = new StringBuilder();
        events(body).forEach(event -> all.append(event.raw()));
        return all.toString();
    }

    /** The data of the events of a body. */
    public static List<String> data(String body) {
        return events(body).stream().map(Event::data).toList();
    }

    /** The text that the chunks of a body add up to. */
    public static String text(String body) {
        StringBuilder text = new StringBuilder();
        data(body).stream()
                .filter(data -> !data.equals("[DONE]"))
                .map(Sse::tree)
                .forEach(chunk ->
                        text.append(chunk.at("/choices/0/delta/content").asText("")));
        return text.toString();
    }

    /** JSON as a tree. */
    public static JsonNode tree(String json) {
        try {
            return WireJson.mapper().readTree(json);
        } catch (IOException unreadable) {
            throw new AssertionError(json, unreadable);
        }
    }

    private static String field(String block, String prefix) {
        return block.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .findFirst()
                .orElse("");
    }
}
