/** Anthropic messages as Anthropic speaks it. */
@NullMarked
package io.tollgate.simulator.anthropic;

import org.jspecify.annotations.NullMarked;
