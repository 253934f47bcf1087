package io.tollgate.dialects.provider;

import org.jspecify.annotations.Nullable;

/**
 * The kinds of failures that any provider may have, with the status and the {@code error_type} that callers get for them. It is the same
 * for every dialect, before the first token and after it: what a provider calls 529, 498 or {@code UNAVAILABLE} is 503 here, what it calls
 * 408, 524 or {@code DEADLINE_EXCEEDED} is 504.
 */
public enum FailureKind {
    /** The request cannot be right anywhere, or not at this endpoint. */
    INVALID_REQUEST(400, "invalid_request"),
    /** The prompt does not fit; another endpoint may have a longer context. */
    CONTEXT_LENGTH(400, "context_length_exceeded"),
    /** An image cannot be read. */
    INVALID_IMAGE(400, "invalid_image"),
    /** An image is too large for this endpoint. */
    IMAGE_TOO_LARGE(400, "image_too_large"),
    /** The content is refused. */
    CONTENT_POLICY(403, "content_policy_violation"),
    /** The request is too large for this endpoint. */
    TOO_LARGE(413, "payload_too_large"),
    /** The provider limits our rate. */
    RATE_LIMITED(429, "rate_limit_exceeded"),
    /** The provider failed, refuses us, does not know the model, or gave what cannot be read. */
    UNAVAILABLE(502, "provider_unavailable"),
    /** The provider has too much to do. */
    OVERLOADED(503, "provider_overloaded"),
    /** The provider did not answer in time. */
    TIMEOUT(504, "timeout");

    private final int status;
    private final String errorType;

    FailureKind(int status, String errorType) {
        this.status = status;
        this.errorType = errorType;
    }

    /** HTTP status for callers, and the {@code code} of an error chunk. */
    public int status() {
        return status;
    }

    /** OpenRouter's {@code error_type}. */
    public String errorType() {
        return errorType;
    }

    /**
     * A failure of this kind that another endpoint may not have.
     *
     * @param message safe to show to the caller
     * @param providerCode the provider's own code; absent if it gave none
     */
    public ProviderFailure because(String message, @Nullable String providerCode) {
        return new ProviderFailure(status, errorType, message, providerCode, false);
    }

    /**
     * A failure of this kind that every endpoint would have, because the request is wrong.
     *
     * @param message safe to show to the caller
     * @param providerCode the provider's own code; absent if it gave none
     */
    public ProviderFailure ofTheCaller(String message, @Nullable String providerCode) {
        return new ProviderFailure(status, errorType, message, providerCode, true);
    }

    /** Whether this status says that the request does not suit, rather than that the provider cannot serve. */
    public static boolean isAboutTheRequest(int status) {
        return status == INVALID_REQUEST.status || status == CONTENT_POLICY.status || status == TOO_LARGE.status;
    }
}
