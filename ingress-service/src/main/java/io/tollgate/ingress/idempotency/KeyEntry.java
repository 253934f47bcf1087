package io.tollgate.ingress.idempotency;

import io.vertx.core.buffer.Buffer;

/**
 * What is stored under a key.
 *
 * @param bodyHash of the body that used the key first
 * @param requestId of the request that the key stands for
 * @param accepted whether that request is known to be accepted
 * @param overdue whether its acceptance takes longer than it can
 */
record KeyEntry(Buffer bodyHash, String requestId, boolean accepted, boolean overdue) {

    boolean hasBodyOf(KeyUse use) {
        return bodyHash.equals(use.bodyHash());
    }
}
