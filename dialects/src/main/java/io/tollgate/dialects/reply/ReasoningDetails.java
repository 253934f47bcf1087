package io.tollgate.dialects.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Joins the streamed pieces of {@code reasoning_details}. A caller must get each entry as the provider needs it back, so only
 * neighbours of one type and index are joined, their text appended and anything else (a signature) taken from the later piece;
 * opaque entries are never touched.
 */
final class ReasoningDetails {

    private static final Set<String> TEXT_FIELDS = Set.of("text", "summary");

    private final List<JsonNode> entries = new ArrayList<>();

    void add(JsonNode piece) {
        if (!entries.isEmpty()
                && entries.getLast() instanceof ObjectNode last
                && piece instanceof ObjectNode next
                && continues(last, next)) {
            entries.set(entries.size() - 1, joined(last, next));
        } else {
            entries.add(piece);
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    List<JsonNode> entries() {
        return List.copyOf(entries);
    }

    private static boolean continues(ObjectNode last, ObjectNode next) {
        String type = next.path("type").asText();
        boolean joinable = type.equals("reasoning.text") || type.equals("reasoning.summary");
        boolean signed = last.hasNonNull("signature");
        return joinable
                && !signed
                && type.equals(last.path("type").asText())
                && last.path("index").equals(next.path("index"))
                && (last.path("id").isMissingNode()
                        || next.path("id").isMissingNode()
                        || last.path("id").equals(next.path("id")));
    }

    private static ObjectNode joined(ObjectNode last, ObjectNode next) {
        ObjectNode joined = last.deepCopy();
        next.properties().forEach(field -> {
            String name = field.getKey();
            JsonNode value = field.getValue();
            if (TEXT_FIELDS.contains(name) && value.isTextual()) {
                joined.put(name, joined.path(name).asText("") + value.asText());
            } else if (!value.isNull()) {
                joined.set(name, value);
            }
        });
        return joined;
    }
}
