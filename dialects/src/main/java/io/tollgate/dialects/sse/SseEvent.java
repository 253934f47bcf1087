package io.tollgate.dialects.sse;

import org.jspecify.annotations.Nullable;

/**
 * One server-sent event (WHATWG HTML, section 9.2).
 *
 * @param name the {@code event} field; absent if none was sent
 * @param data the {@code data} lines, joined by line feeds
 */
public record SseEvent(@Nullable String name, String data) {}
