/** Callers under a seed, and what each of them saw. */
@NullMarked
package io.tollgate.chaos.load;

import org.jspecify.annotations.NullMarked;
