package io.tollgate.ingress.owner;

import io.vertx.core.MultiMap;

/** What an owner answered. */
public record OwnerReply(int status, MultiMap headers, byte[] body) {}
