package io.tollgate.dialects.openai;

import org.jspecify.annotations.Nullable;

/** The caller's request is refused before anything was done for it. */
public final class InvalidRequestException extends RuntimeException {

    private final int status;
    private final String errorType;
    private final @Nullable String param;
    private final @Nullable String openAiCode;

    /**
     * @param status HTTP status, 400 to 422
     * @param errorType OpenRouter's {@code error_type}
     * @param message what is wrong, safe to show to the caller
     * @param param the field at fault, e.g. {@code messages[0].content}; absent if it is the whole body
     * @param openAiCode OpenAI's code for the same fault; absent if it has none
     */
    public InvalidRequestException(
            int status, String errorType, String message, @Nullable String param, @Nullable String openAiCode) {
        super(message);
        this.status = status;
        this.errorType = errorType;
        this.param = param;
        this.openAiCode = openAiCode;
    }

    static InvalidRequestException of(@Nullable String param, String message) {
        return new InvalidRequestException(400, "invalid_request", message, param, null);
    }

    static InvalidRequestException prompt(@Nullable String param, String message) {
        return new InvalidRequestException(400, "invalid_prompt", message, param, null);
    }

    static InvalidRequestException image(String errorType, @Nullable String param, String message) {
        return new InvalidRequestException(400, errorType, message, param, null);
    }

    static InvalidRequestException tooLong(String param, int limit) {
        return new InvalidRequestException(
                400,
                "string_too_long",
                param + " must have at most " + limit + " characters",
                param,
                "string_above_max_length");
    }

    public int status() {
        return status;
    }

    public String errorType() {
        return errorType;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public @Nullable String param() {
        return param;
    }

    public @Nullable String openAiCode() {
        return openAiCode;
    }
}
