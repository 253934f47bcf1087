package io.tollgate.contracts.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What routing needs to know of a prompt without reading it.
 *
 * @param promptTokensEstimate likely input tokens
 * @param promptTokensBound input tokens that cannot be exceeded
 * @param images images in the prompt
 * @param inputModalities {@code text}, {@code image}, {@code audio}, {@code video}, {@code file}
 * @param outputModalities what the caller wants back; {@code text} by default
 * @param parameters request parameters in use that not every endpoint supports, by OpenAI's names; a use of one that not every dialect
 *     can express has a colon after the name, as {@link #BLANK_STOP}
 * @param maxOutputTokens the caller's limit; absent if none
 * @param choices answers wanted ({@code n}), at least 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromptFeatures(
        long promptTokensEstimate,
        long promptTokensBound,
        int images,
        Set<String> inputModalities,
        Set<String> outputModalities,
        Set<String> parameters,
        @Nullable Long maxOutputTokens,
        int choices) {

    /** A stop sequence of white space alone. */
    public static final String BLANK_STOP = "stop:blank";

    public PromptFeatures {
        inputModalities = Set.copyOf(inputModalities);
        outputModalities = Set.copyOf(outputModalities);
        parameters = Set.copyOf(parameters);
    }

    /** The name of the parameter that is used, whatever the use. */
    public static String parameterOf(String use) {
        int colon = use.indexOf(':');
        return colon < 0 ? use : use.substring(0, colon);
    }
}
