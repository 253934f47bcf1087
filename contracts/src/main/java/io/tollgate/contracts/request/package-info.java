/** A request that ingress accepted. */
@NullMarked
package io.tollgate.contracts.request;

import org.jspecify.annotations.NullMarked;
