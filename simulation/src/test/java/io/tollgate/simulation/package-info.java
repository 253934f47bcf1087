/** Thousands of seeded schedules of the protocol: what must never happen, what must sometimes happen, and broken variants that must be found. */
@NullMarked
package io.tollgate.simulation;

import org.jspecify.annotations.NullMarked;
