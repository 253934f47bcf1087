/** Closes requests that nobody works on: their ingress, router or worker died between two steps. */
@NullMarked
package io.tollgate.workers.orphan;

import org.jspecify.annotations.NullMarked;
