/** What usage costs at given prices, our fee on it, and how much credit a request can need at most; pure integer arithmetic. */
@NullMarked
package io.tollgate.pricing;

import org.jspecify.annotations.NullMarked;
