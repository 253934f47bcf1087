package io.tollgate.dialects.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.chat.DataUrl;
import io.tollgate.dialects.json.WireJson;
import io.tollgate.dialects.provider.FailureKind;
import io.tollgate.dialects.provider.ProviderFailureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns the content of a caller's message into Gemini's parts. Empty texts, which the API refuses, are left out. */
final class GeminiParts {

    private GeminiParts() {}

    /**
     * The parts of a message's content.
     *
     * @throws ProviderFailureException if a part has a kind that the dialect cannot express
     */
    static List<ObjectNode> of(JsonNode content) {
        List<ObjectNode> parts = new ArrayList<>();
        if (content.isTextual() && !content.asText().isEmpty()) {
            parts.add(text(content.asText()));
        }
        for (JsonNode one : content) {
            ObjectNode part = part(one);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    static ObjectNode text(String text) {
        return WireJson.object().put("text", text);
    }

    private static @Nullable ObjectNode part(JsonNode part) {
        String type = part.path("type").asText("text");
        return switch (type) {
            case "text", "input_text", "output_text", "refusal" -> {
                String text = part.path("text").asText(part.path("refusal").asText(""));
                yield text.isEmpty() ? null : text(text);
            }
            case "image_url", "input_image" -> media(urlOf(part.path("image_url")), "image/jpeg");
            case "video_url", "input_video" -> media(urlOf(part.path("video_url")), "video/mp4");
            case "input_audio" -> audio(part.path("input_audio"));
            case "file", "input_file" -> file(part.path("file"));
            default -> throw inexpressible("content of type \"" + type + "\"");
        };
    }

    private static String urlOf(JsonNode media) {
        return media.isTextual() ? media.asText() : media.path("url").asText("");
    }

    private static ObjectNode file(JsonNode file) {
        String content = file.path("file_data").asText(file.path("url").asText(""));
        if (content.isEmpty()) {
            throw inexpressible("a file without file_data");
        }
        String named = file.path("filename").asText("");
        return media(content, typeByName(named, "application/pdf"));
    }

    private static ObjectNode audio(JsonNode audio) {
        String data = audio.path("data").asText("");
        DataUrl url = DataUrl.parse(data);
        if (url != null) {
            return inline(url.mediaType(), url.base64());
        }
        String format = audio.path("format").asText("wav").toLowerCase(Locale.ROOT);
        String type = switch (format) {
            case "mp3", "mpeg" -> "audio/mp3";
            case "m4a" -> "audio/aac";
            case "pcm16", "pcm" -> "audio/pcm";
            default -> "audio/" + format;
        };
        return inline(type, data);
    }

    private static ObjectNode media(String url, String otherwise) {
        DataUrl data = DataUrl.parse(url);
        if (data != null) {
            String type = data.mediaType().equals("image/jpg") ? "image/jpeg" : data.mediaType();
            return inline(type, data.base64());
        }
        ObjectNode part = WireJson.object();
        part.putObject("fileData")
                .put("mimeType", typeByName(path(url), otherwise))
                .put("fileUri", url);
        return part;
    }

    private static ObjectNode inline(String type, String base64) {
        ObjectNode part = WireJson.object();
        part.putObject("inlineData").put("mimeType", type).put("data", base64);
        return part;
    }

    private static String path(String url) {
        int end = url.length();
        for (char mark : new char[] {'?', '#'}) {
            int at = url.indexOf(mark);
            end = at < 0 ? end : Math.min(end, at);
        }
        return url.substring(0, end);
    }

    /** The API wants a media type for a URL; a caller gives none, so the name's ending has to tell. */
    private static String typeByName(String name, String otherwise) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return switch (ending) {
            case "png", "webp", "heic", "heif", "gif" -> "image/" + ending;
            case "jpg", "jpeg" -> "image/jpeg";
            case "pdf" -> "application/pdf";
            case "txt", "md", "log" -> "text/plain";
            case "csv", "html", "xml", "css" -> "text/" + ending;
            case "json" -> "application/json";
            case "mp3", "wav", "flac", "ogg", "aac" -> "audio/" + ending;
            case "mp4", "webm", "mov" -> "video/" + ending;
            default -> otherwise;
        };
    }

    private static ProviderFailureException inexpressible(String what) {
        return new ProviderFailureException(
                FailureKind.INVALID_REQUEST.because("This endpoint does not take " + what + ".", null));
    }
}
