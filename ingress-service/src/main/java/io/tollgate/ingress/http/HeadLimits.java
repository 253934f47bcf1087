package io.tollgate.ingress.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much may stand before a body. The server's own limits ({@code quarkus.http.limits}) lie above these and close the connection without
 * a body of ours, so that whoever is only a little too large is told in our words.
 */
final class HeadLimits {

    /** Longest path with its query, in characters. */
    static final int LONGEST_URI = 8_192;
    /** Most of all names and values of headers together, in characters. */
    static final int MOST_HEADERS = 16_384;

    /** Colon, space, and the end of the line. */
    private static final int AROUND_A_HEADER = 4;

    private HeadLimits() {}

    /** What is wrong with a request's head, or absent. */
    static @Nullable ApiError refusal(HttpServerRequest request) {
        if (request.uri().length() > LONGEST_URI) {
            return ApiError.of(414, "invalid_request", "the address is longer than " + LONGEST_URI + " characters");
        }
        int size = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            size += header.getKey().length() + header.getValue().length() + AROUND_A_HEADER;
        }
        return size > MOST_HEADERS
                ? ApiError.of(431, "invalid_request", "the headers have more than " + MOST_HEADERS + " characters")
                : null;
    }
}
