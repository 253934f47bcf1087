/** A small Redis in memory that runs the real scripts, and a driver that reaches it over an unreliable network. */
@NullMarked
package io.tollgate.simulation.redis;

import org.jspecify.annotations.NullMarked;
