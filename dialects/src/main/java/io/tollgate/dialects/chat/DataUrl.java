package io.tollgate.dialects.chat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A {@code data:} URL (RFC 2397), its content not decoded.
 *
 * @param mediaType in lower case, without parameters; {@code text/plain} if the URL names none
 * @param base64 the content in base64
 */
public record DataUrl(String mediaType, String base64) {

    private static final String SCHEME = "data:";

    /** The parsed URL; absent if the text is not a data URL. The content is not checked. */
    public static @Nullable DataUrl parse(String url) {
        if (!url.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        int comma = url.indexOf(',');
        if (comma < 0) {
            return null;
        }
        String head = url.substring(SCHEME.length(), comma).toLowerCase(Locale.ROOT);
        int parameters = head.indexOf(';');
        String type = (parameters < 0 ? head : head.substring(0, parameters)).strip();
        String content = url.substring(comma + 1);
        boolean encoded = head.endsWith(";base64");
        return new DataUrl(type.isEmpty() ? "text/plain" : type, encoded ? content : toBase64(content));
    }

    /** The content as UTF-8 text; absent if it is not base64. */
    public @Nullable String text() {
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static String toBase64(String percentEncoded) {
        String text;
        try {
            text = URLDecoder.decode(percentEncoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            text = percentEncoded;
        }
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
