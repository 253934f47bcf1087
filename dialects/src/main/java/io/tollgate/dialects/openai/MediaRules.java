package io.tollgate.dialects.openai;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** Checks media: data URLs by their base64, size and first bytes; others by the form of their address. Nothing is fetched. */
final class MediaRules {

    /** Largest image, in bytes. */
    static final long MAX_IMAGE_BYTES = 20L * 1024 * 1024;

    private static final int MAX_URL_LENGTH = 8_192;
    private static final int MAGIC_BASE64_CHARACTERS = 24;
    private static final String DATA = "data:";
    private static final Set<String> IMAGE_TYPES =
            Set.of("image/png", "image/jpeg", "image/jpg", "image/webp", "image/gif", "image/heic", "image/heif");

    private MediaRules() {}

    static boolean isData(String url) {
        return url.regionMatches(true, 0, DATA, 0, DATA.length());
    }

    /** Checks an image's address or data. */
    static void image(String path, String url) {
        if (!isData(url)) {
            remote(path, url);
            return;
        }
        DataUrl data = split(path, url);
        if (!data.type().startsWith("image/")) {
            throw InvalidRequestException.image("invalid_image", path, path + " must have an image type");
        }
        if (!IMAGE_TYPES.contains(data.type())) {
            throw InvalidRequestException.image(
                    "unsupported_image_format", path, path + " must be a PNG, JPEG, WebP or GIF");
        }
        long bytes = base64("invalid_image", path, url, data.start());
        if (bytes > MAX_IMAGE_BYTES) {
            throw InvalidRequestException.image(
                    "image_too_large", path, path + " must have at most " + MAX_IMAGE_BYTES + " bytes");
        }
        if (!hasMagic(data.type(), head(url, data.start()))) {
            throw InvalidRequestException.image("invalid_image", path, path + " is not the image type it says");
        }
    }

    /** Checks base64 sound; gives its bytes. */
    static long audio(String path, String data) {
        return base64("invalid_request", path, data, 0);
    }

    /** Checks a data URL whose type begins as given; gives its bytes. */
    static long data(String path, String url, String typePrefix) {
        DataUrl data = split(path, url);
        if (!data.type().startsWith(typePrefix)) {
            throw InvalidRequestException.of(path, path + " must have a type that begins with " + typePrefix);
        }
        return base64("invalid_request", path, url, data.start());
    }

    /** Checks a document's data URL; gives its bytes. */
    static long document(String path, String url) {
        DataUrl data = split(path, url);
        long bytes = base64("invalid_request", path, url, data.start());
        boolean pdf = data.type().equals("application/pdf");
        if (pdf && !startsWith(head(url, data.start()), "%PDF")) {
            throw InvalidRequestException.of(path, path + " is not the PDF it says");
        }
        return bytes;
    }

    /** Checks the form of an address that only the provider will fetch. */
    static void remote(String path, String url) {
        if (url.length() > MAX_URL_LENGTH) {
            throw InvalidRequestException.tooLong(path, MAX_URL_LENGTH);
        }
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("https") || scheme.equals("http");
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException malformed) {
            // Refused below, as any other address that is none.
        }
        throw InvalidRequestException.of(path, path + " must be a data URL or an http(s) URL");
    }

    private static DataUrl split(String path, String url) {
        int comma = url.indexOf(',');
        if (comma < 0 || comma > 256) {
            throw InvalidRequestException.of(path, path + " must be a data URL with base64");
        }
        String header = url.substring(DATA.length(), comma).toLowerCase(Locale.ROOT);
        if (!header.endsWith(";base64")) {
            throw InvalidRequestException.of(path, path + " must be a data URL with base64");
        }
        int semicolon = header.indexOf(';');
        return new DataUrl(header.substring(0, semicolon).strip(), comma + 1);
    }

    /** Checks base64 without decoding it; gives the bytes it stands for. */
    private static long base64(String errorType, String path, String text, int start) {
        int end = text.length();
        int padding = 0;
        while (end > start && padding < 2 && text.charAt(end - 1) == '=') {
            end--;
            padding++;
        }
        if (end == start) {
            throw InvalidRequestException.image(errorType, path, path + " has no data");
        }
        boolean whole = (text.length() - start) % 4 == 0;
        for (int i = start; i < end && whole; i++) {
            whole = isBase64(text.charAt(i));
        }
        if (!whole) {
            throw InvalidRequestException.image(errorType, path, path + " must be valid base64");
        }
        return (end - start) * 3L / 4;
    }

    private static boolean isBase64(char character) {
        return (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || (character >= '0' && character <= '9')
                || character == '+'
                || character == '/';
    }

    private static byte[] head(String text, int start) {
        int end = Math.min(text.length(), start + MAGIC_BASE64_CHARACTERS);
        return Base64.getDecoder().decode(text.substring(start, end));
    }

    private static boolean hasMagic(String type, byte[] head) {
        return switch (type) {
            case "image/png" -> startsWith(head, "\u0089PNG");
            case "image/jpeg", "image/jpg" -> startsWith(head, "\u00FF\u00D8\u00FF");
            case "image/gif" -> startsWith(head, "GIF8");
            case "image/webp" -> startsWith(head, "RIFF") && contains(head, 8, "WEBP");
            default -> contains(head, 4, "ftyp");
        };
    }

    private static boolean startsWith(byte[] head, String magic) {
        return contains(head, 0, magic);
    }

    private static boolean contains(byte[] head, int at, String magic) {
        byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
        if (head.length < at + expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (head[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private record DataUrl(String type, int start) {}
}
