/** Seven months of growth and a year at its end: generated usage, replayed through the consumers and compared with every report. */
@NullMarked
package io.tollgate.bench.sevenmonths;

import org.jspecify.annotations.NullMarked;
