/** Calls providers, streams their replies back in frames, states what they cost, and finishes what dead workers left. */
@NullMarked
package io.tollgate.workers;

import org.jspecify.annotations.NullMarked;
