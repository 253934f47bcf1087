/** Counts requests as their holds are released. */
@NullMarked
package io.tollgate.metering.request;

import org.jspecify.annotations.NullMarked;
