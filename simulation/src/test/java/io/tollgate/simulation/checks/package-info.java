/** What must hold: at every moment, and once the system has come to rest. */
@NullMarked
package io.tollgate.simulation.checks;

import org.jspecify.annotations.NullMarked;
