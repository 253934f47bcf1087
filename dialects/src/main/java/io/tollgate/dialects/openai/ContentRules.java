package io.tollgate.dialects.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Checks the content of a message, a text or an array of parts, and measures it. */
final class ContentRules {

    static final Set<String> TEXT_PARTS = Set.of("text");
    static final Set<String> ASSISTANT_PARTS = Set.of("text", "refusal", "image_url");
    static final Set<String> TOOL_PARTS = Set.of("text", "image_url", "file");
    static final Set<String> USER_PARTS = Set.of("text", "image_url", "input_audio", "file", "video_url");

    private static final int MAX_PARTS = 10_000;
    private static final List<String> DETAILS = List.of("auto", "low", "high", "original");
    private static final List<String> AUDIO_FORMATS =
            List.of("wav", "mp3", "aiff", "aac", "ogg", "flac", "m4a", "opus", "webm", "pcm16", "pcm24");

    private final PromptMeasure measure;

    ContentRules(PromptMeasure measure) {
        this.measure = measure;
    }

    void required(Fields message, Set<String> allowedParts) {
        JsonNode content = message.get("content");
        String path = message.path("content");
        if (content == null) {
            throw InvalidRequestException.prompt(path, path + " is required");
        }
        if (content.isTextual()) {
            measure.text(content.textValue());
            return;
        }
        if (!content.isArray() || content.isEmpty()) {
            throw InvalidRequestException.prompt(path, path + " must be a string or an array that is not empty");
        }
        if (content.size() > MAX_PARTS) {
            throw InvalidRequestException.prompt(path, path + " must have at most " + MAX_PARTS + " entries");
        }
        for (int i = 0; i < content.size(); i++) {
            part(content.get(i), path + "[" + i + "]", allowedParts);
        }
    }

    private void part(JsonNode node, String path, Set<String> allowedParts) {
        if (!node.isObject()) {
            throw InvalidRequestException.prompt(path, path + " must be an object");
        }
        Fields part = Fields.of(node, path);
        JsonNode type = part.get("type");
        if (type == null || !type.isTextual() || !allowedParts.contains(type.textValue())) {
            throw InvalidRequestException.prompt(
                    part.path("type"),
                    part.path("type") + " must be one of "
                            + String.join(", ", allowedParts.stream().sorted().toList()));
        }
        switch (type.textValue()) {
            case "text" -> measure.text(part.requiredString("text"));
            case "refusal" -> measure.text(part.requiredString("refusal"));
            case "image_url" -> image(required(part, "image_url"));
            case "input_audio" -> audio(required(part, "input_audio"));
            case "video_url" -> video(required(part, "video_url"));
            default -> file(required(part, "file"));
        }
    }

    private static Fields required(Fields part, String name) {
        Fields content = part.object(name);
        if (content == null) {
            throw part.refuse(name, "is required");
        }
        return content;
    }

    private void image(Fields image) {
        String url = image.requiredString("url");
        String detail = image.word("detail", DETAILS);
        MediaRules.image(image.path("url"), url);
        measure.image("low".equals(detail));
    }

    private void audio(Fields audio) {
        String data = audio.requiredString("data");
        if (audio.word("format", AUDIO_FORMATS) == null) {
            throw audio.refuse("format", "is required");
        }
        measure.audio(MediaRules.audio(audio.path("data"), data));
    }

    private void video(Fields video) {
        String url = video.requiredString("url");
        if (MediaRules.isData(url)) {
            measure.video(MediaRules.data(video.path("url"), url, "video/"));
        } else {
            MediaRules.remote(video.path("url"), url);
            measure.remote("video");
        }
    }

    private void file(Fields file) {
        file.string("filename");
        String data = file.string("file_data");
        if (data == null) {
            String why = file.has("file_id") ? "is required; stored files are not supported" : "is required";
            throw file.refuse("file_data", why);
        }
        if (MediaRules.isData(data)) {
            measure.file(MediaRules.document(file.path("file_data"), data));
        } else {
            MediaRules.remote(file.path("file_data"), data);
            measure.remote("file");
        }
    }
}
