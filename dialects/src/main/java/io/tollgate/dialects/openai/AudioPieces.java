package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sound of one choice. OpenAI's own clients take it for whole, and the choice with it, only with an id, data, a transcript and the time
 * until which it can be referred to; other providers send less. Nothing is kept here to refer to, so that time is over when it comes.
 */
final class AudioPieces {

    private static final String ID = "id";
    private static final String DATA = "data";
    private static final String TRANSCRIPT = "transcript";
    private static final String EXPIRES_AT = "expires_at";

    private final Set<String> seen = new HashSet<>();

    /** Takes note of a piece that is sent. */
    void sent(JsonNode piece) {
        for (Iterator<String> names = piece.fieldNames(); names.hasNext(); ) {
            seen.add(names.next());
        }
    }

    /**
     * What is missing of a whole sound; absent if nothing is, or there was no sound.
     *
     * @param requestId stands in the id if the provider gave none
     * @param nowEpochSeconds when the answer was made
     */
    @Nullable
    ObjectNode rest(String requestId, int choice, long nowEpochSeconds) {
        if (seen.isEmpty()) {
            return null;
        }
        ObjectNode rest = completed(WireJson.object(), seen, requestId, choice, nowEpochSeconds);
        return rest.isEmpty() ? null : rest;
    }

    /** A whole sound with all that clients insist on. */
    static ObjectNode whole(JsonNode audio, String requestId, int choice, long nowEpochSeconds) {
        AudioPieces pieces = new AudioPieces();
        pieces.sent(audio);
        ObjectNode whole = WireJson.object();
        audio.properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
        return completed(whole, pieces.seen, requestId, choice, nowEpochSeconds);
    }

    private static ObjectNode completed(ObjectNode audio, Set<String> seen, String requestId, int choice, long now) {
        if (!seen.contains(ID)) {
            audio.put(ID, "audio-" + requestId + "-" + choice);
        }
        if (!seen.contains(DATA)) {
            audio.put(DATA, "");
        }
        if (!seen.contains(TRANSCRIPT)) {
            audio.put(TRANSCRIPT, "");
        }
        if (!seen.contains(EXPIRES_AT)) {
            audio.put(EXPIRES_AT, now);
        }
        return audio;
    }
}
