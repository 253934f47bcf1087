package io.tollgate.dialects.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.dialects.json.WireJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Parses a caller's body strictly: one JSON object in UTF-8, no key twice, no half characters, nothing after it. */
final class CallerJson {

    private static final ObjectReader READER =
            WireJson.mapper().readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final String STRING_LIMIT = "getMaxStringLength";

    private CallerJson() {}

    static ObjectNode parse(byte[] bytes) {
        if (bytes.length == 0) {
            throw InvalidRequestException.of(null, "the body is empty; a JSON object is expected");
        }
        requireUtf8(bytes);
        JsonNode root = tree(bytes);
        if (!(root instanceof ObjectNode object)) {
            throw InvalidRequestException.of(null, "the body must be a JSON object");
        }
        if (mayHaveEscapedSurrogates(bytes)) {
            requireWholeCharacters(object);
        }
        return object;
    }

    private static JsonNode tree(byte[] bytes) {
        try {
            return WireJson.read(READER, bytes);
        } catch (StreamConstraintsException limit) {
            throw beyondLimit(limit);
        } catch (JsonProcessingException malformed) {
            throw InvalidRequestException.of(null, "could not parse the body as JSON" + where(malformed));
        } catch (IOException malformed) {
            throw InvalidRequestException.of(null, "could not parse the body as JSON");
        }
    }

    private static InvalidRequestException beyondLimit(StreamConstraintsException limit) {
        if (String.valueOf(limit.getOriginalMessage()).contains(STRING_LIMIT)) {
            return new InvalidRequestException(
                    413,
                    "payload_too_large",
                    "a string in the body is longer than " + WireJson.MAX_STRING_LENGTH + " characters",
                    null,
                    null);
        }
        return InvalidRequestException.of(
                null, "the body's JSON has a number too long, a name too long or too deep a nesting" + where(limit));
    }

    private static String where(JsonProcessingException problem) {
        return problem.getLocation() == null
                ? ""
                : " (line " + problem.getLocation().getLineNr() + ", column "
                        + problem.getLocation().getColumnNr() + ")";
    }

    /** Also refuses UTF-16 and UTF-32, which the parser would detect by their zero bytes. */
    private static void requireUtf8(byte[] bytes) {
        for (int i = 0; i < Math.min(4, bytes.length); i++) {
            if (bytes[i] == 0) {
                throw notUtf8();
            }
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(8192);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                throw notUtf8();
            }
            if (result.isUnderflow()) {
                return;
            }
            out.clear();
        }
    }

    private static InvalidRequestException notUtf8() {
        return InvalidRequestException.of(null, "the body must be JSON in UTF-8");
    }

    /** Halves of characters can only come from escapes in the surrogates' range. */
    private static boolean mayHaveEscapedSurrogates(byte[] bytes) {
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == '\\' && bytes[i + 1] == 'u' && (bytes[i + 2] | 0x20) == 'd') {
                return true;
            }
        }
        return false;
    }

    private static void requireWholeCharacters(JsonNode node) {
        if (node.isTextual()) {
            requireWholeCharacters(node.textValue());
        } else if (node.isObject()) {
            node.properties().forEach(field -> {
                requireWholeCharacters(field.getKey());
                requireWholeCharacters(field.getValue());
            });
        } else {
            node.forEach(CallerJson::requireWholeCharacters);
        }
    }

    private static void requireWholeCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(character)) {
                throw InvalidRequestException.of(null, "the body has half of a character (a lone surrogate)");
            }
        }
    }
}
