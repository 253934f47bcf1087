/** Repeats of a request: the same key means the same request, its answer and its charge. */
@NullMarked
package io.tollgate.ingress.idempotency;

import org.jspecify.annotations.NullMarked;
