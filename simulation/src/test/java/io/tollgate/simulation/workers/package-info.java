/**
 * The provider workers. Leases, holds, frames, rules and conclusions are the real classes; what is here are the steps between them, which in
 * the workers are bound to timers and connections.
 */
@NullMarked
package io.tollgate.simulation.workers;

import org.jspecify.annotations.NullMarked;
