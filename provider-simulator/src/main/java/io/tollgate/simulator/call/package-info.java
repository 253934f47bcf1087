/** The way of one call: body, checks, fault, pace, record. */
@NullMarked
package io.tollgate.simulator.call;

import org.jspecify.annotations.NullMarked;
