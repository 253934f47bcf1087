package io.tollgate.ingress.idempotency;

/** What a request with an idempotency key is to do. */
public sealed interface Turn {

    /** The request is the first under its key: run it under this id. */
    record Run(String requestId) implements Turn {}

    /** The key stands for this request already, running or finished. */
    record Attach(String requestId) implements Turn {}
}
