/** Requests for which the router found no endpoint. */
@NullMarked
package io.tollgate.ingress.unroutable;

import org.jspecify.annotations.NullMarked;
