package io.tollgate.dialects.provider;

/** A provider's reply is an error, or cannot be read. */
public final class ProviderFailureException extends RuntimeException {

    private final transient ProviderFailure failure;

    public ProviderFailureException(ProviderFailure failure) {
        super(failure.message());
        this.failure = failure;
    }

    public ProviderFailure failure() {
        return failure;
    }
}
