/** Gemini generateContent as Google speaks it. */
@NullMarked
package io.tollgate.simulator.gemini;

import org.jspecify.annotations.NullMarked;
