/** Stops calls whose caller went away. */
@NullMarked
package io.tollgate.workers.cancellation;

import org.jspecify.annotations.NullMarked;
