/** Speed, length and faults, set per model, per provider or for all calls. */
@NullMarked
package io.tollgate.simulator.script;

import org.jspecify.annotations.NullMarked;
