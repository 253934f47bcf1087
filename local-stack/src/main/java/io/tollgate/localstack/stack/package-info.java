/** The whole of Tollgate on one machine: start, wait until ready, stop. */
@NullMarked
package io.tollgate.localstack.stack;

import org.jspecify.annotations.NullMarked;
