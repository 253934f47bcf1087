/** A request as it is handed to the workers: a dispatch record, where it is, and the caller's body. */
@NullMarked
package io.tollgate.workers.assignment;

import org.jspecify.annotations.NullMarked;
