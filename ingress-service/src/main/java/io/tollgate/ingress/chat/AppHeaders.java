package io.tollgate.ingress.chat;

import io.tollgate.contracts.request.App;
import io.vertx.core.MultiMap;
import org.jspecify.annotations.Nullable;

/** How the calling application names itself; cut and cleaned, because the names end up in reports. */
final class AppHeaders {

    private static final int LONGEST = 256;

    private AppHeaders() {}

    /** The application, or absent if it does not name itself. */
    static @Nullable App of(MultiMap headers) {
        String referer = clean(headers.get("HTTP-Referer"));
        String title = clean(headers.get("X-OpenRouter-Title"));
        if (title == null) {
            title = clean(headers.get("X-Title"));
        }
        return referer == null && title == null ? null : new App(referer, title);
    }

    private static @Nullable String clean(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String text = header.replaceAll("\\p{Cntrl}", "").strip();
        if (text.length() > LONGEST) {
            text = text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST);
        }
        return text.isEmpty() ? null : text;
    }
}
