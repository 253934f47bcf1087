package io.tollgate.workers.conclusion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.contracts.attempt.AttemptFinished;
import io.tollgate.contracts.codec.EventCodec;
import io.tollgate.contracts.dispatch.RouteAssigned;
import io.tollgate.contracts.usage.RequestClosed;
import io.tollgate.contracts.usage.UsageRecorded;
import io.tollgate.dialects.reply.End;
import org.jspecify.annotations.Nullable;

/**
 * Everything that follows from the end of an attempt. It is stored in the lease before any of it is published, so that whoever
 * recovers the request finishes it the same way. Either the request goes on with {@code next}, or it ends with {@code closed} and
 * {@code end}.
 *
 * @param usage absent if no provider was called
 * @param finished for those who watch providers; absent if nothing can be said of the provider
 * @param next the request at its next stop; absent if it ends
 * @param closed the end of the request; absent if it goes on
 * @param end what the last frame says; absent if the request goes on
 * @param lastFrame number of the last frame
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Conclusion(
        @Nullable UsageRecorded usage,
        @Nullable AttemptFinished finished,
        @Nullable RouteAssigned next,
        @Nullable RequestClosed closed,
        @Nullable End end,
        long lastFrame) {

    private static final ObjectMapper MAPPER = EventCodec.mapper();

    public Conclusion {
        if ((next == null) == (closed == null) || (closed == null) != (end == null)) {
            throw new IllegalArgumentException("a request either goes on or ends");
        }
    }

    /** As it is stored in the lease. */
    public String toJson() {
        try {
            return MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a conclusion must be writable", impossible);
        }
    }

    /**
     * Reads a stored conclusion.
     *
     * @throws IllegalArgumentException if the text is not one
     */
    public static Conclusion parse(String json) {
        try {
            return MAPPER.readValue(json, Conclusion.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalArgumentException("cannot read a conclusion", unreadable);
        }
    }
}
