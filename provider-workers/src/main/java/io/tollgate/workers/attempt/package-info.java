/** One attempt of a request from its claim to its conclusion. */
@NullMarked
package io.tollgate.workers.attempt;

import org.jspecify.annotations.NullMarked;
