/** A deterministic world: one seed, one clock, one order of steps, processes that crash and stall. */
@NullMarked
package io.tollgate.simulation.world;

import org.jspecify.annotations.NullMarked;
