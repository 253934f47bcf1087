/** Puts a whole system together in one world, from a schedule that was drawn from its seed. */
@NullMarked
package io.tollgate.simulation.cluster;

import org.jspecify.annotations.NullMarked;
