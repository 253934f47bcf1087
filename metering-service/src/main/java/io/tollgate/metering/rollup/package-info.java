/** What the rollups consist of. */
@NullMarked
package io.tollgate.metering.rollup;

import org.jspecify.annotations.NullMarked;
