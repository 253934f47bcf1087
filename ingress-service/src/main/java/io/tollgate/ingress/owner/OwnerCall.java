package io.tollgate.ingress.owner;

import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.Map;

/**
 * A call to an owner.
 *
 * @param target path and query
 * @param headers besides the internal secret
 * @param body may be empty
 * @param timeout for the whole call
 */
public record OwnerCall(
        Owner owner, HttpMethod method, String target, Map<String, String> headers, byte[] body, Duration timeout) {}
