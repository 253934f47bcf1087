package io.tollgate.catalogue;

import java.util.Locale;

/**
 * Why an endpoint may not serve a request, from what lies with us to what lies with the request: the later of two reasons is the
 * more helpful one to tell the caller.
 */
public enum Ineligibility {
    /** The endpoint left the catalogue or was switched off. */
    ENDPOINT_DISABLED("provider_unavailable"),
    /** No provider of that name, or the operator switched it off. */
    PROVIDER_DISABLED("provider_unavailable"),
    /** No dialect exists to call the provider. */
    NOT_CALLABLE("provider_unavailable"),
    /** The provider is not live and the simulator does not stand in for it. */
    NOT_LIVE("provider_unavailable"),
    /** The model is not one that chats. */
    WRONG_OPERATION("invalid_request"),
    /** Prompt or completion tokens have no price at this time. */
    NO_PRICE("provider_unavailable"),
    /** A service tier beside the ordinary one, which the caller did not name. */
    TIER_NOT_NAMED("not_found"),
    /** The caller's {@code only} leaves it out. */
    NOT_IN_ONLY("not_found"),
    /** The caller's {@code ignore} names it. */
    IGNORED("not_found"),
    /** The caller wants other quantizations. */
    QUANTIZATION("not_found"),
    /** The caller refuses providers that collect data, and this one has not been declared not to. */
    DATA_COLLECTION("not_found"),
    /** The caller wants zero data retention, which has not been declared for it. */
    ZERO_DATA_RETENTION("not_found"),
    /** It is dearer than the caller's {@code max_price}. */
    MAX_PRICE("not_found"),
    /** It cannot read or make what the request needs. */
    MODALITY("invalid_request"),
    /** It does not support a parameter the request uses. */
    PARAMETER("invalid_request"),
    /** The prompt does not fit its context. */
    CONTEXT_LENGTH("context_length_exceeded"),
    /** It cannot give an answer as long as the caller asks for. */
    MAX_TOKENS("max_tokens_exceeded");

    private final String errorType;

    Ineligibility(String errorType) {
        this.errorType = errorType;
    }

    /** OpenRouter's {@code error_type} if this is why nobody can serve. */
    public String errorType() {
        return errorType;
    }

    /** The reason as events and logs carry it, e.g. {@code context_length}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
