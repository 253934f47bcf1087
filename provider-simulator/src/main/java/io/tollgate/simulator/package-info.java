/** Stands in for every provider: real wire formats, scripted speed and faults, an append-only record of what was served. */
@NullMarked
package io.tollgate.simulator;

import org.jspecify.annotations.NullMarked;
