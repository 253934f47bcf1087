package io.tollgate.dialects.reply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Joins the streamed pieces of {@code audio}: sound and transcript grow, other fields are the latest. */
final class AudioFold {

    private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
    private final StringBuilder transcript = new StringBuilder();
    private @Nullable ObjectNode fields;

    void add(JsonNode piece) {
        if (fields == null) {
            fields = WireJson.object();
        }
        for (var field : piece.properties()) {
            JsonNode value = field.getValue();
            switch (field.getKey()) {
                case "data" -> addSound(value.asText());
                case "transcript" -> transcript.append(value.asText());
                default -> fields.set(field.getKey(), value);
            }
        }
    }

    @Nullable
    JsonNode toJson() {
        if (fields == null) {
            return null;
        }
        return fields.deepCopy()
                .put("data", Base64.getEncoder().encodeToString(sound.toByteArray()))
                .put("transcript", transcript.toString());
    }

    private void addSound(String base64) {
        try {
            sound.writeBytes(Base64.getMimeDecoder().decode(base64));
        } catch (IllegalArgumentException unreadable) {
            // A piece that is no base64 cannot be played; the transcript still counts.
        }
    }
}
