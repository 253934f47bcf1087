/** Adds up what was used and what it cost, and reports it; recomputes nothing. */
@NullMarked
package io.tollgate.metering;

import org.jspecify.annotations.NullMarked;
