package io.tollgate.ingress.resume;

import io.tollgate.ingress.http.ApiError;
import io.tollgate.ingress.http.ApiException;
import io.tollgate.ingress.reply.EventPosition;
import org.jspecify.annotations.Nullable;

/** Where a caller wants to read on. */
final class ResumePosition {

    static final String HEADER = "Last-Event-ID";
    static final String PARAMETER = "starting_after";

    private ResumePosition() {}

    /**
     * The position that header or query state; the header counts, because a client that reconnects by itself repeats an old query.
     *
     * @throws ApiException 400 if it is none
     */
    static EventPosition of(@Nullable String header, @Nullable String parameter) {
        if (header != null && !header.isBlank()) {
            return parse(header.strip(), HEADER);
        }
        return parameter == null ? EventPosition.START : parse(parameter.strip(), PARAMETER);
    }

    private static EventPosition parse(String text, String name) {
        return EventPosition.parse(text)
                .orElseThrow(() -> new ApiException(
                        ApiError.invalid(name + " must be the id of an event, or a frame's number", name)));
    }
}
