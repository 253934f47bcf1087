/** Stands in for the rest of the system in tests, at its topics and in Redis. */
@NullMarked
package io.tollgate.ingress.stack;

import org.jspecify.annotations.NullMarked;
