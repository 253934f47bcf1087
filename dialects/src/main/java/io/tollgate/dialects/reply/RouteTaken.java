package io.tollgate.dialects.reply;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which way a request took. It travels with the end of every reply; callers see it if they ask, and those of failed requests see what
 * failed before.
 *
 * @param considered endpoints that were chosen among, those that may not serve included; absent if unknown
 * @param candidates the endpoints that may serve, in the order in which they are tried
 * @param failed the stops that were tried in vain before the last one, in order
 * @param last the stop with which it ended; absent if it ended before that was tried
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RouteTaken(
        @Nullable Integer considered,
        List<Candidate> candidates,
        List<Tried> failed,
        @Nullable Tried last) {

    public RouteTaken {
        candidates = List.copyOf(candidates);
        failed = List.copyOf(failed);
    }

    /**
     * An endpoint that may serve.
     *
     * @param model {@code author/slug}
     * @param provider the provider's name for people
     * @param selected whether it answered
     */
    public record Candidate(String model, String provider, boolean selected) {}

    /**
     * A stop that was tried.
     *
     * @param model {@code author/slug}
     * @param provider the provider's name for people
     * @param status 200 if it answered, else what a caller would have been told: 400 … 599
     * @param code the provider's own code of the failure, else OpenRouter's {@code error_type}; absent if there was none
     * @param called whether the provider was called; false if its pool was full or its key missing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tried(
            String model,
            String provider,
            int status,
            @Nullable String code,
            boolean called) {}
}
