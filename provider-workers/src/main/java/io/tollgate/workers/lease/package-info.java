/** A worker's claim on a request, kept while it works. */
@NullMarked
package io.tollgate.workers.lease;

import org.jspecify.annotations.NullMarked;
