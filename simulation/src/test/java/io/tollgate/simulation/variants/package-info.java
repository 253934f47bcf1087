/** The protocol as it is, and deliberately broken variants of it that the simulation must find. */
@NullMarked
package io.tollgate.simulation.variants;

import org.jspecify.annotations.NullMarked;
