/** Brings the attempts of dead workers to their end. */
@NullMarked
package io.tollgate.workers.recovery;

import org.jspecify.annotations.NullMarked;
