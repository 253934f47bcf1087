package io.tollgate.dialects.anthropic;

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

/** Turns the content of a caller's message into Anthropic's content blocks. Empty texts, which the API refuses, are left out. */
final class AnthropicContent {

    private AnthropicContent() {}

    /**
     * The blocks of a message.
     *
     * @throws ProviderFailureException if a part has a kind that the dialect cannot express
     */
    static List<ObjectNode> blocks(JsonNode message) {
        List<ObjectNode> blocks = new ArrayList<>();
        JsonNode content = message.path("content");
        if (content.isTextual()) {
            addText(blocks, content.asText());
        }
        for (JsonNode part : content) {
            ObjectNode block = block(part);
            if (block != null) {
                markCache(part, block);
                blocks.add(block);
            }
        }
        if (!blocks.isEmpty()) {
            markCache(message, blocks.getLast());
        }
        return blocks;
    }

    static ObjectNode text(String text) {
        return WireJson.object().put("type", "text").put("text", text);
    }

    /** Copies a caller's cache mark onto the block that stands for what was marked. */
    static void markCache(JsonNode marked, ObjectNode block) {
        JsonNode mark = marked.path("cache_control");
        if (mark.isObject()) {
            block.set("cache_control", cacheMark(mark));
        }
    }

    /** A cache mark without its {@code ttl}: writing for an hour costs more than the price that the catalogue has. */
    static ObjectNode cacheMark(JsonNode mark) {
        return WireJson.object().put("type", mark.path("type").asText("ephemeral"));
    }

    private static void addText(List<ObjectNode> blocks, String text) {
        if (!text.isEmpty()) {
            blocks.add(text(text));
        }
    }

    private static @Nullable ObjectNode block(JsonNode part) {
        String type = part.path("type").asText("text");
        return switch (type) {
            case "text", "input_text", "output_text", "refusal" -> {
                String text = part.path("text").asText(part.path("refusal").asText(""));
                yield text.isEmpty() ? null : text(text);
            }
            case "image_url", "input_image" -> image(part.path("image_url"));
            case "file", "input_file" -> document(part.path("file"));
            default -> throw inexpressible("content of type \"" + type + "\"");
        };
    }

    private static ObjectNode image(JsonNode image) {
        String url = image.isTextual() ? image.asText() : image.path("url").asText("");
        DataUrl data = DataUrl.parse(url);
        ObjectNode block = WireJson.object().put("type", "image");
        block.set("source", data == null ? urlSource(url) : base64Source(imageType(data.mediaType()), data.base64()));
        return block;
    }

    private static ObjectNode document(JsonNode file) {
        String content = file.path("file_data").asText(file.path("url").asText(""));
        if (content.isEmpty()) {
            throw inexpressible("a file without file_data");
        }
        DataUrl data = DataUrl.parse(content);
        ObjectNode block;
        if (data != null && data.mediaType().startsWith("image/")) {
            block = WireJson.object().put("type", "image");
            block.set("source", base64Source(imageType(data.mediaType()), data.base64()));
            return block;
        }
        block = WireJson.object().put("type", "document");
        block.set("source", data == null ? urlSource(content) : documentSource(data));
        if (file.path("filename").isTextual()) {
            block.put("title", file.path("filename").asText());
        }
        return block;
    }

    private static ObjectNode documentSource(DataUrl data) {
        if (data.mediaType().equals("application/pdf")) {
            return base64Source("application/pdf", data.base64());
        }
        boolean readable = data.mediaType().startsWith("text/")
                || data.mediaType().endsWith("json")
                || data.mediaType().endsWith("xml");
        String text = readable ? data.text() : null;
        if (text == null) {
            throw inexpressible("a file of type " + data.mediaType());
        }
        return WireJson.object()
                .put("type", "text")
                .put("media_type", "text/plain")
                .put("data", text);
    }

    private static ObjectNode base64Source(String mediaType, String base64) {
        return WireJson.object()
                .put("type", "base64")
                .put("media_type", mediaType)
                .put("data", base64);
    }

    private static ObjectNode urlSource(String url) {
        return WireJson.object().put("type", "url").put("url", url);
    }

    private static String imageType(String mediaType) {
        String type = mediaType.toLowerCase(Locale.ROOT);
        return type.equals("image/jpg") ? "image/jpeg" : type;
    }

    private static ProviderFailureException inexpressible(String what) {
        return new ProviderFailureException(
                FailureKind.INVALID_REQUEST.because("This endpoint does not take " + what + ".", null));
    }
}
